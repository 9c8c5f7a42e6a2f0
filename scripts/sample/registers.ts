import type { Anchor } from "./time";
import { dateOf, day } from "./time";

export interface DataEntry {
  service: string;
  environment: string;
  classes: string[];
  purpose: string;
}

/** Which data each service handles. ci-runners and fleet-updates are left for the reader to fill in. */
export const dataRegister: readonly DataEntry[] = [
  { service: "billing", environment: "", classes: ["personal", "payment"], purpose: "Invoices and card charges" },
  { service: "checkout", environment: "", classes: ["personal", "payment"], purpose: "Orders" },
  {
    service: "identity",
    environment: "",
    classes: ["personal", "identity-document"],
    purpose: "Sign-in, and proof of identity of new customers",
  },
  { service: "catalogue", environment: "", classes: ["public"], purpose: "Products and prices" },
  { service: "reporting", environment: "production", classes: ["personal", "business"], purpose: "Reports on orders and customers" },
  { service: "ml-training", environment: "", classes: ["pseudonymised"], purpose: "Ranking models from past orders" },
  { service: "mail", environment: "", classes: ["personal", "correspondence"], purpose: "Mail with customers and suppliers" },
  { service: "mobile-build", environment: "", classes: ["source-code"], purpose: "Signed builds of the apps" },
  { service: "data-export", environment: "", classes: ["personal", "accounting"], purpose: "Ledger, customer feed and statutory returns" },
  { service: "monitoring", environment: "", classes: ["technical"], purpose: "Metrics, probes and alarms" },
];

export interface RecipientEntry {
  host: string;
  recipient: string;
  role: "processor" | "controller" | "joint-controller" | "internal";
  basis: "adequacy" | "scc" | "bcr" | "derogation" | "none-needed";
  countries: string[];
  validFrom: string | null;
  validUntil: string | null;
  document: string | null;
}

type Row = [RecipientEntry["host"], string, RecipientEntry["role"], RecipientEntry["basis"], string[], number | null, number | null];

// Days before and after the estate's day. Hosts without an entry (tags.adtech, hooks.chatops, the stranger's bucket, what no rule names) are so on purpose.
const rows: readonly Row[] = [
  ["api.payments.example", "Payments Example GmbH", "processor", "none-needed", ["DE"], 700, null],
  ["risk.fraudscore.example", "Fraudscore Example B.V.", "processor", "none-needed", ["NL"], 14, null],
  ["ledger.acctbank.example", "Acctbank Example AG", "controller", "none-needed", ["DE"], 900, null],
  ["upload.filings.example", "Filing office (example)", "controller", "none-needed", ["DE"], 900, null],
  ["archive.ledgerstore.example", "Ledgerstore Example SA", "processor", "none-needed", ["FR"], 640, null],
  ["login.idp.example", "IdP Example Ltd", "processor", "scc", ["IE"], 500, 240],
  ["verify.idcheck.example", "Idcheck Example Ltd", "processor", "none-needed", ["IE"], 410, null],
  ["sms.msggateway.example", "Msggateway Example AB", "processor", "none-needed", ["SE"], 380, null],
  ["smtp.mailrelay.example", "Mailrelay Example B.V.", "processor", "none-needed", ["NL"], 365, null],
  ["*.in.mailcloud.example", "Mailcloud Example", "controller", "adequacy", ["DE", "FR", "GB", "PL"], 365, null],
  ["exchange.fxrates.example", "Fxrates Example SA", "controller", "adequacy", ["CH"], 300, -18],
  ["crm.partnersuite.example", "Partnersuite Example Inc.", "processor", "adequacy", ["CA"], 420, 21],
  ["warehouse.analytics.example", "Analytics Example Oy", "processor", "none-needed", ["FI"], 280, null],
  ["bi.partnerboard.example", "Partnerboard Example B.V.", "joint-controller", "none-needed", ["NL"], 200, null],
  ["objects.eu-1.cloudstore.example", "Cloudstore Example Inc.", "processor", "scc", ["DE"], 610, 120],
  ["models.modelhub.example", "Modelhub Example Inc.", "controller", "scc", ["US"], 330, -41],
  ["ingest.telemetry.example", "Telemetry Example Ltd", "processor", "none-needed", ["IE"], 450, null],
  ["feeds.suppliers.example", "Suppliers Example Ltd", "controller", "adequacy", ["GB"], 360, null],
  ["prices.supplier-east.example", "Supplier East Example K.K.", "controller", "adequacy", ["JP"], 360, null],
  ["search.catalogindex.example", "Catalogindex Example GmbH", "processor", "none-needed", ["DE"], 350, null],
  ["*.mediahub.example", "Mediahub Example B.V.", "processor", "none-needed", ["NL"], 350, null],
  ["*.packages.example", "Packages Example Foundation", "controller", "scc", ["US"], 290, 75],
  ["*.codehost.example", "Codehost Example Inc.", "processor", "scc", ["US"], 510, 220],
  ["*.imagehub.example", "Imagehub Example Inc.", "controller", "scc", ["US"], 300, 65],
  ["*.appvendor.example", "Appvendor Example Inc.", "controller", "scc", ["US"], 720, 180],
  ["**.osvendor.example", "Osvendor Example Inc.", "controller", "scc", ["US"], 820, 310],
  ["*.trustanchor.example", "Trust Anchor Example B.V.", "controller", "none-needed", ["NL"], 600, null],
  ["mirror.distro.example", "Distro Example Foundation", "controller", "none-needed", ["NL"], 600, null],
  ["time.pool.example", "Time Pool Example", "controller", "none-needed", ["DE", "FI", "FR", "PL"], 900, null],
  ["status.uptime.example", "Uptime Example AG", "processor", "adequacy", ["CH"], 260, null],
  ["events.oncall.example", "Oncall Example Inc.", "processor", "scc", ["US"], 240, 125],
  ["as2.legacy-edi.example", "Legacy EDI Example sp. z o.o.", "processor", "none-needed", ["PL"], 1400, null],
];

export const recipientRegister = (anchor: Anchor): RecipientEntry[] =>
  rows.map(([host, recipient, role, basis, countries, began, ends]) => ({
    host,
    recipient,
    role,
    basis,
    countries,
    validFrom: began === null ? null : dateOf(anchor.day - began * day),
    validUntil: ends === null ? null : dateOf(anchor.day + ends * day),
    document: basis === "scc" ? `https://contracts.example/${host}` : null,
  }));
