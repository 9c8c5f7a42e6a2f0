import type { NameProof } from "./verdict";

/** A published or drafted policy file, groups expanded. Plain values: it crosses from server to browser as it is. */
export interface Policy {
  /** Of the language, not of the file. */
  version: 1;
  /** What becomes of a connection no rule speaks of. */
  unlisted: Unlisted;
  groups: readonly Group[];
  geo: readonly GeoRule[];
  rules: readonly Rule[];
}

export type Unlisted = "deny" | "report";
export type Effect = "allow" | "deny";
export type RuleMode = "enforce" | "report";

export const endpointKinds = [
  "api",
  "backend-integration",
  "notarization",
  "update-endpoint",
  "package-registry",
  "certificate-status",
  "identity",
  "time",
  "telemetry",
  "storage",
  "other",
] as const;
export type EndpointKind = (typeof endpointKinds)[number];

/** Every list is of alternatives; every field that is present must match. An absent field asks nothing. */
export interface Rule {
  id: string;
  from: From;
  to: To;
  effect: Effect;
  mode: RuleMode;
  /** Lower comes first; 1000 when unsaid. */
  priority: number;
  kind?: EndpointKind;
  owner?: string;
  reason?: string;
  ticket?: string;
  /** The least name proof that counts. */
  proof?: NameProof;
  /** Days between confirmations. */
  review?: number;
  /** The last UTC day on which the rule holds, YYYY-MM-DD. */
  until?: string;
  /** Where it stands in the file; absent for rules that were not read from one. */
  places?: RulePlaces;
}

export interface Who {
  /** Names with `*` for any run of characters; case counts. */
  service?: readonly string[];
  environment?: readonly string[];
  team?: readonly string[];
  tags?: readonly TagMatch[];
}

export interface TagMatch {
  key: string;
  values: readonly string[];
}

export interface From extends Who {
  /** Callers that match any of these are left out. */
  except?: readonly Who[];
}

export interface To {
  /** `x`, `*.x` (one label) or `**.x` (one or more), canonical. */
  host?: readonly string[];
  /** Canonical prefixes, always with a length. */
  cidr?: readonly string[];
  /** Region sets as written; `countriesOf` gives their members. */
  region?: readonly string[];
  port?: readonly PortRange[];
  /** IANA keywords, lower case. */
  protocol?: readonly string[];
  asn?: readonly number[];
}

/** Both ends included. */
export interface PortRange {
  first: number;
  last: number;
}

/** What a group may name; its members replace it where it is used. */
export const groupKinds = ["service", "environment", "team", "host", "cidr"] as const;
export type GroupKind = (typeof groupKinds)[number];

export interface Group {
  id: string;
  kind: GroupKind;
  members: readonly string[];
}

/** Data of these classes (all when unsaid) from these callers may go to these regions only. */
export interface GeoRule {
  id: string;
  from: From & { data?: readonly string[] };
  regions: readonly string[];
  owner?: string;
  reason?: string;
  ticket?: string;
  places?: RulePlaces;
}

export interface Place {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
}

/** Place of the rule and of its fields by path: `""`, `"owner"`, `"to.host"`, `"to.host.0"`. */
export type RulePlaces = Readonly<Record<string, Place>>;

export type PolicySeverity = "error" | "warning" | "note";

/** Something wrong with, or worth a thought in, a policy. Errors keep it from being used. */
export interface PolicyProblem extends Place {
  severity: PolicySeverity;
  code: string;
  message: string;
  /** Id of the rule it is about. */
  rule?: string;
  /** What to write or do instead. */
  fix?: string;
}

/** Exclusive end of a whole UTC day, ms since the epoch. */
export const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) + 86_400_000;
