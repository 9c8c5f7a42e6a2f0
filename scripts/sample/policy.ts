import { type Anchor, dateOf, day, hour, minute } from "./time";

/** From here on version 2 holds; version 1 holds from the beginning of time. */
export const secondVersionAt = (anchor: Anchor): number => anchor.day - 12 * day + 10 * hour + 30 * minute;
/** Last day of the rule for the partner board's trial. */
const trialEnds = (anchor: Anchor): string => dateOf(anchor.day - 10 * day);

const head = `version: 1
unlisted: deny
groups:
  build: { service: [ci-runners, mobile-build] }
geo:
  - id: personal-data-in-europe
    from: { data: [personal] }
    regions: [EEA, "adequate:eu", CA]
    owner: legal
    reason: Transfers of personal data need an adequacy decision or a basis in the register
    ticket: LEG-77
rules:`;

/** In the order of the file. `only` names the one version that has the rule. */
const rules = (anchor: Anchor): { only?: 1 | 2; yaml: string }[] => [
  {
    yaml: `
  - id: billing-card-charges
    from: { service: billing }
    to: { host: api.payments.example, port: 443, protocol: tcp }
    kind: api
    owner: payments
    reason: Card charging and refunds
    ticket: SEC-1042
    review: 90d
  - id: checkout-card-charges
    from: { service: checkout }
    to: { host: api.payments.example, port: 443, protocol: tcp }
    kind: api
    owner: commerce
    reason: Charges at the till
    ticket: SEC-1043
    review: 90d`,
  },
  {
    only: 2,
    yaml: `
  - id: checkout-fraud-score
    from: { service: checkout }
    to: { host: risk.fraudscore.example, port: 443, protocol: tcp }
    kind: api
    owner: commerce
    reason: Fraud score before a charge
    ticket: SEC-1311
    review: 90d`,
  },
  {
    yaml: `
  - id: bank-ledger
    from: { service: [billing, data-export] }
    to: { host: ledger.acctbank.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: payments
    reason: Journals and postings at the bank
    ticket: SEC-877
    review: 90d
  - id: exchange-rates
    from: { service: billing }
    to: { host: exchange.fxrates.example, port: 443, protocol: tcp }
    kind: api
    owner: payments
    reason: Daily rates for invoices
    ticket: SEC-640
    review: 90d
  - id: crm-contacts
    from: { service: [billing, data-export] }
    to: { host: crm.partnersuite.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: commerce
    reason: Contact data for support
    ticket: SEC-702
    review: 60d
  - id: workforce-login
    from: { service: identity }
    to: { host: login.idp.example, port: 443, protocol: tcp }
    kind: identity
    owner: platform
    reason: Sign-in and directory of staff
    ticket: SEC-311
    review: 90d
  - id: identity-check
    from: { service: identity }
    to: { host: verify.idcheck.example, port: 443, protocol: tcp }
    kind: api
    owner: platform
    reason: Proof of identity of new customers
    ticket: SEC-918
    review: 90d
  - id: text-messages
    from: { service: [identity, checkout] }
    to: { host: sms.msggateway.example, port: 443, protocol: tcp }
    kind: api
    owner: platform
    reason: One-time codes and order notices
    ticket: SEC-455
    review: 90d
  - id: product-search
    from: { service: catalogue }
    to: { host: search.catalogindex.example, port: 443, protocol: tcp }
    kind: api
    owner: commerce
    reason: Hosted search index
    ticket: SEC-520
    review: 90d
  - id: product-media
    from: { service: catalogue }
    to: { host: "*.mediahub.example", port: 443, protocol: tcp }
    kind: storage
    owner: commerce
    reason: Pictures and clips of products
    ticket: SEC-521
    review: 90d
  - id: supplier-feeds
    from: { service: catalogue }
    to: { host: feeds.suppliers.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: commerce
    reason: Stock levels each night
    ticket: SEC-533
    review: 90d
  - id: supplier-prices-east
    from: { service: catalogue }
    to: { host: prices.supplier-east.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: commerce
    reason: Price lists each night
    ticket: SEC-534`,
  },
  {
    yaml: `
  - id: checkout-tag-trial
    from: { service: checkout }
    to: { host: tags.adtech.example, port: 443, protocol: tcp }
    kind: telemetry
    owner: commerce
    reason: Trial of conversion tags, to be decided
    ticket: SEC-1288
    review: 30d
    mode: report
    until: ${dateOf(anchor.day + 9 * day)}
  - id: analytics-warehouse
    from: { service: reporting }
    to: { host: warehouse.analytics.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: data
    reason: Hosted warehouse behind the reports
    ticket: SEC-610
    review: 90d
  - id: partner-board
    from: { service: reporting }
    to: { host: bi.partnerboard.example, port: 443, protocol: tcp }
    kind: api
    owner: data
    reason: Figures for sales partners
    ticket: SEC-611
    review: 90d
  - id: partner-board-trial
    from: { service: reporting }
    to: { host: bi-beta.partnerboard.example, port: 443, protocol: tcp }
    kind: api
    owner: data
    reason: Trial of the partner board's next release
    ticket: SEC-1270
    review: 30d
    until: ${trialEnds(anchor)}
  - id: object-storage
    from: { service: [reporting, data-export, ml-training] }
    to: { host: "**.cloudstore.example", port: 443, protocol: tcp }
    kind: storage
    owner: data
    reason: Exports, data sets and models
    ticket: SEC-498
    review: 90d
  - id: model-hub
    from: { service: ml-training }
    to: { host: models.modelhub.example, port: 443, protocol: tcp }
    kind: package-registry
    owner: data
    reason: Base models for training
    ticket: SEC-1120
    review: 90d
  - id: ledger-archive
    from: { service: data-export }
    to: { host: archive.ledgerstore.example, port: 443, protocol: tcp }
    kind: storage
    owner: data
    reason: Nightly copy of the ledger, to be kept for ten years
    ticket: SEC-455-A
    review: 90d
  - id: regulator-filing
    from: { service: data-export }
    to: { host: upload.filings.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: data
    reason: Statutory returns
    ticket: SEC-456
    review: 90d
  - id: legacy-metrics
    from: { service: reporting }
    to: { host: "**.legacy-metrics.example", port: 443, protocol: tcp }
    kind: telemetry
    owner: data
    reason: Metrics before the move to the telemetry service
    ticket: SEC-212
    review: 90d
  - id: package-registries
    from: { service: [ci-runners, mobile-build, ml-training] }
    to: { host: "*.packages.example", port: 443, protocol: tcp }
    kind: package-registry
    owner: delivery
    reason: Dependencies of builds
    ticket: SEC-330
    review: 90d
  - id: code-hosting
    from: { service: "group:build" }
    to: { host: "*.codehost.example", port: 443, protocol: tcp }
    kind: backend-integration
    owner: delivery
    reason: Sources and build states
    ticket: SEC-331
    review: 90d
  - id: container-images
    from: { service: ci-runners }
    to: { host: "*.imagehub.example", port: 443, protocol: tcp }
    kind: package-registry
    owner: delivery
    reason: Base images
    ticket: SEC-332
    review: 90d
  - id: distribution-mirror
    from: { service: [ci-runners, fleet-updates] }
    to: { host: mirror.distro.example, port: [80, 443], protocol: tcp }
    kind: update-endpoint
    owner: platform
    reason: Signed packages of the distribution
    ticket: SEC-120
    review: 90d
  - id: mail-relay
    from: { service: mail }
    to: { host: smtp.mailrelay.example, port: 587, protocol: tcp }
    kind: backend-integration
    owner: platform
    reason: Outgoing mail through the relay
    ticket: SEC-101
    review: 90d
  - id: mail-delivery
    from: { service: mail }
    to: { host: "*.in.mailcloud.example", port: 25, protocol: tcp }
    kind: backend-integration
    owner: platform
    reason: Direct delivery to large receivers
    ticket: SEC-102
    review: 90d
  - id: supplier-edi
    from: { service: mail }
    to: { host: as2.legacy-edi.example, port: 443, protocol: tcp }
    kind: backend-integration
    owner: commerce
    reason: Orders to suppliers without an API
    ticket: SEC-140
    review: 90d
  - id: notarization
    from: { service: mobile-build }
    to: { host: notary.appvendor.example, port: 443, protocol: tcp }
    kind: notarization
    owner: delivery
    reason: Notarization of desktop and mobile builds
    ticket: SEC-360
    review: 90d
  - id: app-store
    from: { service: mobile-build }
    to: { host: api.appvendor.example, port: 443, protocol: tcp }
    kind: api
    owner: delivery
    reason: Releases in the store
    ticket: SEC-361
    review: 90d
  - id: certificate-status
    to: { host: "*.trustanchor.example", port: 80, protocol: tcp }
    kind: certificate-status
    owner: platform
    reason: Revocation and time stamps of certificates
    ticket: SEC-011
    review: 90d
  - id: os-updates
    from: { service: fleet-updates }
    to: { host: "**.osvendor.example", port: [80, 443], protocol: tcp }
    kind: update-endpoint
    owner: platform
    reason: Operating system updates of the fleet
    ticket: SEC-012
    review: 90d
  - id: network-time
    from: { service: [fleet-updates, monitoring] }
    to: { host: time.pool.example, port: 123, protocol: udp }
    kind: time
    owner: platform
    reason: Clocks
    ticket: SEC-013
    review: 90d
  - id: telemetry
    to: { host: ingest.telemetry.example, port: 443, protocol: tcp }
    kind: telemetry
    owner: platform
    reason: Metrics and logs of all services
    ticket: SEC-200
    review: 90d
  - id: uptime-beat
    from: { service: monitoring }
    to: { host: status.uptime.example, port: 443, protocol: tcp }
    kind: telemetry
    owner: platform
    reason: The status page knows that we live
    ticket: SEC-201
    review: 90d
  - id: on-call
    from: { service: monitoring }
    to: { host: events.oncall.example, port: 443, protocol: tcp }
    kind: telemetry
    owner: platform
    reason: Wakes people up
    ticket: SEC-202
    review: 90d
  - id: chat-hooks
    from: { service: [monitoring, ci-runners] }
    to: { host: hooks.chatops.example, port: 443, protocol: tcp }
    kind: api
    reason: Build and alarm messages
    review: 90d
  - id: no-paste-sites
    to: { host: "**.devshare.example" }
    effect: deny
    kind: other
    owner: security
    reason: Anyone can read what is pasted there
    ticket: SEC-404
    review: 90d`,
  },
];

/** The policy file of a version. */
export const policyYaml = (anchor: Anchor, version: 1 | 2): string =>
  `${head}${rules(anchor)
    .filter((r) => r.only === undefined || r.only === version)
    .map((r) => r.yaml)
    .join("")}\n`;

/** How many days before the estate's day each rule was last confirmed, where it is not the usual 20 to 60. */
export const confirmationAges: Readonly<Record<string, number | null>> = {
  "code-hosting": 131,
  "mail-delivery": 104,
  "supplier-edi": 210,
  "crm-contacts": 66,
  "chat-hooks": null,
  "checkout-fraud-score": 12,
  "checkout-tag-trial": 21,
  "partner-board-trial": 38,
};
