import type { Action, ObservationKind } from "./connection";
import type { NameProof, Outcome, Verdict } from "./verdict";

/**
 * What audit rules judge. Assembled from roll-ups by lib/db/audit-subjects; a field that is absent was not in the logs,
 * and a rule that needs it gets no say. Times are milliseconds since the epoch.
 */
export interface Subjects {
  traffic: Traffic;
  "pair-hour": PairHour;
  "pair-day": PairDay;
  "policy-rule": PolicyRuleState;
  source: SourceState;
}
export type SubjectKind = keyof Subjects;

/** Where a finding about it goes, and when it was seen. */
export interface Seen {
  service?: string;
  environment?: string;
  team?: string;
  sample?: boolean;
  firstSeen: number;
  lastSeen: number;
}

/** A workload and one destination of it, as one source saw them. */
export interface Pair extends Seen {
  service: string;
  /** Host name, or the address where no name is known. */
  destination: string;
  host?: string;
  /** Name of the log source and what its records see: each is compared with its own history only. */
  source: string;
  kind: ObservationKind;
}

/** Like records of a pair in the audited period. */
export interface Traffic extends Pair {
  port?: number;
  protocol?: string;
  application?: string;
  proof: NameProof;
  /** That both databases agree on. */
  country?: string;
  operatorCountry?: string;
  /** Where it possibly is: what the databases agree on, else what the recipient register says. */
  countries?: readonly string[];
  verdict: Verdict;
  action: Action;
  outcome: Outcome;
  /** Id of the deciding policy rule. */
  rule?: string;
  /** What the rule says the endpoint is: api, certificate-status, … */
  ruleKind?: string;
  count: number;
  bytesOut: number;
  bytesIn: number;
  /** Records that negotiated a TLS version below 1.2. */
  weakTls: number;
  /** Records whose TLS version the log states. */
  tlsKnown?: number;
  /** Classes of data the workload is registered to handle. */
  classes?: readonly string[];
  /** Geo rules of the policy in force for the workload and its data, countries as ISO 3166-1 alpha-2; `open`: it cannot be said whether one holds. */
  geo?: readonly { id: string; countries: readonly string[]; open?: true }[];
}

/** Values by window, oldest first, ending just before the window judged; windows without traffic are 0. */
export interface History {
  values: ArrayLike<number>;
  /** How many of the last windows lie after the pair itself was first seen; the others after its workload was. */
  known: number;
}

/** One hour of a pair. */
export interface PairHour extends Pair {
  /** Start of the hour. */
  at: number;
  count: number;
  /** Records that left: not denied by an engine, and not known to be unanswered. */
  left: number;
  blocked: number;
  retries: number;
  /** Answers that a client is expected to repeat: 408, 425, 429, 5xx. */
  retryable: number;
  /** Records with any HTTP status. */
  answeredHttp: number;
  bytes: number;
  countHistory: History;
  blockedHistory: History;
  bytesHistory: History;
  /** The last deploy mark of the service within two hours before. */
  deploy?: { at: number; label: string };
}

/** One UTC day of a pair. */
export interface PairDay extends Pair {
  at: number;
  /** The day itself is the last value. */
  bytesOut: History;
  bytesIn: History;
}

/** A rule of the policy in force. */
export interface PolicyRuleState extends Seen {
  rule: string;
  owner?: string;
  reason?: string;
  effect: "allow" | "deny";
  mode: "enforce" | "report";
  reviewDays?: number;
  /** Last confirmation of what the rule says now; its publication where nobody has confirmed it since. */
  confirmedAt?: number;
  /** End of a report rule. */
  until?: number;
  /** The moment judged. */
  at: number;
}

/** A log source that should be sending. */
export interface SourceState extends Seen {
  source: string;
  lastRecordAt?: number;
  createdAt: number;
  silentAfterMs: number;
  /** The longest that it was silent within four weeks, and as long again as its records take to arrive; absent where it is too young. */
  usualSilenceMs?: number;
  /** Received in the period judged; absent where nothing was, and for sample sources. */
  lines?: number;
  /** Of these, still in quarantine. */
  rejected?: number;
  /** The moment judged: for sample sources never after the end of the sample's own period. */
  at: number;
}
