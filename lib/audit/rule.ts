import type { SubjectKind, Subjects } from "../model/audit-subject";
import type { Role } from "../model/role";
import type { Learned } from "./baseline";

export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

export type Details = Record<string, string | number | boolean | null | readonly string[]>;

/** `unknown`: could not be judged, since something it needs is missing. Never a pass. `learned`: what it was compared with. */
export type Judgement =
  | { verdict: "pass"; learned?: Learned }
  | { verdict: "unknown"; missing: string }
  | { verdict: "fail"; details: Details; learned?: Learned };

/** A number that an installation may set. */
export interface Parameter {
  default: number;
  /** Smallest value that makes sense. */
  min: number;
  unit: string;
  about: string;
}

export interface Failure<S> {
  subject: S;
  details: Details;
}

/** An audit rule over one kind of subject. Pure: time and data come in with the subject. */
export interface AuditRule<K extends SubjectKind = SubjectKind, N extends string = string> {
  id: string;
  title: string;
  /** In one or two sentences: what it looks for and why it matters. */
  description: string;
  severity: Severity;
  audience: readonly Role[];
  /** Clauses the finding is evidence relevant to, by number. */
  controls: readonly string[];
  falsePositives: readonly string[];
  /** Which subjects it judges. */
  over: K;
  /** Subjects that are not the rule's business are not counted at all. */
  concerns?(s: Subjects[K]): boolean;
  /** Fields without which a subject is `unknown` before the rule is asked. */
  needs: readonly (keyof Subjects[K] & string)[];
  parameters: Readonly<Record<N, Parameter>>;
  judge(s: Subjects[K], p: Readonly<Record<N, number>>): Judgement;
  /** Identity of what a finding is about; with the rule's id it makes the finding's. Many judged subjects may share one. */
  subject(s: Subjects[K]): string;
  /** Filter in the query language that lists the evidence; empty where no connection is. */
  evidence(s: Subjects[K]): string;
  /** What happened, in plain words: all failures of one finding, oldest first. */
  tell(failures: readonly Failure<Subjects[K]>[]): {
    summary: string;
    details: Details;
    /** Where the evidence begins earlier than the first failure; milliseconds since the epoch. */
    since?: number;
  };
  examples: readonly {
    name: string;
    given: Partial<Subjects[K]>;
    parameters?: Partial<Record<N, number>>;
    verdict: Judgement["verdict"];
    /** The field that an `unknown` must name. */
    missing?: string;
  }[];
}

export type AnyRule = { [K in SubjectKind]: AuditRule<K> }[SubjectKind];

export const defineRule = <K extends SubjectKind, N extends string>(rule: AuditRule<K, N>): AuditRule<K, N> => rule;

/** The rule's word on a subject. A missing field that it needs is `unknown`, whatever the rule would say. */
export function judge<K extends SubjectKind>(rule: AuditRule<K>, s: Subjects[K], p: Readonly<Record<string, number>>): Judgement {
  for (const field of rule.needs) if (s[field] === undefined || s[field] === null) return { verdict: "unknown", missing: field };
  return rule.judge(s, p);
}

/** Defaults, with what an installation has set over them. @throws {RangeError} naming a parameter that makes no sense. */
export function parametersOf(
  rule: Pick<AnyRule, "id" | "parameters">,
  given: Readonly<Record<string, number>> = {},
): Record<string, number> {
  for (const [name, value] of Object.entries(given)) {
    const parameter = rule.parameters[name];
    if (!parameter) throw new RangeError(`${rule.id} has no parameter ${name}.`);
    if (!Number.isFinite(value) || value < parameter.min) throw new RangeError(`${rule.id}: ${name} must be at least ${parameter.min}.`);
  }
  return { ...Object.fromEntries(Object.entries(rule.parameters).map(([name, parameter]) => [name, parameter.default])), ...given };
}
