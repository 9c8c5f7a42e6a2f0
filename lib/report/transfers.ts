import { scopeOf } from "../access/scope";
import { findPolicyInForce } from "../db/policy";
import { type DataEntry, type Leaving, listDataEntries, listLeaving, listRecipients, type RecipientEntry } from "../db/register";
import { knownCountry } from "../model/country";
import type { Outcome } from "../model/verdict";
import { geoBounds } from "../policy/geo";
import { basisState, Recipients } from "../policy/recipients";
import { once } from "./once";

/** Why no country can be said of a destination. */
export type Unplaced = "not in the databases" | "CDN or anycast" | "the two databases disagree";

/** What possibly left: a workload's traffic to one destination, with what the registers and the policy say of it. */
export interface Transfer extends Leaving {
  /** Host, else address. */
  destination: string;
  /** Absent where the data register has no entry for the workload. */
  classes?: string[];
  purposes: string[];
  recipient?: RecipientEntry;
  /** Where it possibly is: what the register says, and the country both databases agree on; may be none. */
  countries: string[];
  /** The country of both databases where the register does not name it: nobody has said that this is right. */
  unregistered?: string;
  unplaced?: Unplaced;
  basis: "valid" | "expired" | "not yet" | "none";
  /** Geo rules that do not allow one of the countries; and those of which that cannot be said. */
  breaks: string[];
  open: string[];
  /** The countries that break them, and whether they were seen or are only what the register states. */
  outside: string[];
  judgedBy: "seen" | "register";
  state: TransferState;
}

/** Worst first. */
export const transferStates = ["breaks", "none", "expired", "unplaced", "covered"] as const;
export type TransferState = (typeof transferStates)[number];

/** Said in the palette of verdicts: what breaks policy, what needs work, what cannot be judged, what is in order. */
export const stateWords: Record<TransferState, { label: string; outcome: Outcome }> = {
  breaks: { label: "Breaks geo policy", outcome: "violation" },
  none: { label: "No basis", outcome: "reported" },
  expired: { label: "Basis ended", outcome: "reported" },
  unplaced: { label: "Country unknown", outcome: "unexplained" },
  covered: { label: "Basis on file", outcome: "conforming" },
};

export const readTransfers = once(async (db, actor, q): Promise<Transfer[]> => {
  const [leaving, entries, recipients, inForce] = await Promise.all([
    listLeaving(db, scopeOf(actor), q),
    listDataEntries(db),
    listRecipients(db),
    findPolicyInForce(db),
  ]);
  const register = new Recipients(recipients);
  const geo = inForce?.policy.geo ?? [];
  return leaving.map((l): Transfer => {
    const own = entriesOf(entries, l);
    const classes = own.length > 0 ? [...new Set(own.flatMap((e) => e.classes))].sort() : undefined;
    const recipient = register.find(l.host);
    const place = placeOf(l, recipient);
    const subject = { environment: l.environment ?? undefined, team: l.team ?? undefined, classes };
    const bounds = geoBounds(geo, l.provisional ? subject : { ...subject, service: l.service });
    // What is seen is held against the policy; what the register states only where nothing can be seen, as the audit does.
    const seen = knownCountry(l.country, l.operatorCountry);
    const judged = seen ? [seen] : place.countries;
    const outside = bounds.filter((g) => judged.some((c) => !g.countries.includes(c)));
    const basis = recipient ? basisState(recipient, q.period.to) : "none";
    const breaks = outside.filter((g) => !g.open).map((g) => g.id);
    return {
      ...l,
      ...place,
      destination: l.host ?? l.ip ?? "unknown",
      classes,
      purposes: [...new Set(own.map((e) => e.purpose))],
      recipient,
      basis,
      breaks,
      judgedBy: seen ? "seen" : "register",
      outside: judged.filter((c) => outside.some((g) => !g.open && !g.countries.includes(c))),
      open: outside.filter((g) => g.open).map((g) => g.id),
      state: breaks.length > 0 ? "breaks" : withoutGeo(basis, place.countries),
    };
  });
});

const entriesOf = (entries: readonly DataEntry[], w: Pick<Leaving, "service" | "environment" | "provisional">): DataEntry[] =>
  w.provisional ? [] : entries.filter((e) => e.service === w.service && (e.environment === "" || e.environment === w.environment));

// The register speaks where the databases are silent or disagree. Where both contradict it, neither is dropped:
// a recipient that moved must show, whatever somebody once wrote down.
function placeOf(l: Leaving, recipient: RecipientEntry | undefined): Pick<Transfer, "countries" | "unregistered" | "unplaced"> {
  const known = knownCountry(l.country, l.operatorCountry);
  const stated = recipient?.countries ?? [];
  if (known && stated.length > 0 && !stated.includes(known)) return { countries: [...stated, known], unregistered: known };
  if (stated.length > 0) return { countries: stated };
  if (known) return { countries: [known] };
  return {
    countries: [],
    unplaced: l.country ? "the two databases disagree" : l.operatorCountry ? "CDN or anycast" : "not in the databases",
  };
}

const withoutGeo = (basis: Transfer["basis"], countries: readonly string[]): TransferState =>
  basis === "none" ? "none" : basis !== "valid" ? "expired" : countries.length === 0 ? "unplaced" : "covered";

/** What is to be said of a transfer in one of its countries: that another one breaks policy is no mark on this one. */
export const stateIn = (t: Transfer, country: string): TransferState =>
  t.state === "breaks" && !t.outside.includes(country) ? withoutGeo(t.basis, t.countries) : t.state;

export const worstState = (states: readonly TransferState[]): TransferState => transferStates.find((s) => states.includes(s)) ?? "covered";
