import type { Permission, Role } from "../model/role";

export const severities = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/** `unknown`: could not be judged, since something it needs is missing. Never a pass. */
export type Judgement =
  | { verdict: "pass" }
  | { verdict: "unknown"; missing: string }
  | { verdict: "fail"; summary: string; details: Record<string, string | number | boolean | null> };

/**
 * An audit rule over one kind of subject. Pure: time and data come in as arguments.
 *
 * `Subject` is assembled by lib/audit/subjects/<kind> from the database; `needs` names the fields without which
 * a subject is `unknown` before the rule is asked.
 */
export interface AuditRule<Subject = Record<string, unknown>, Parameters = Record<string, number | string | boolean>> {
  id: string;
  title: string;
  /** In one or two sentences: what it looks for and why it matters. */
  description: string;
  severity: Severity;
  audience: readonly Role[];
  /** Clauses the finding is evidence relevant to, by number. */
  controls: readonly string[];
  falsePositives: readonly string[];
  /** Which subjects it judges: the name of an assembler in audit/subjects. */
  over: string;
  needs: readonly (keyof Subject & string)[];
  parameters: Parameters;
  /** Stable identity of what is judged; rule id and subject make the finding's id. */
  subject(s: Subject): string;
  /** The exact filter (query language) that lists the evidence. */
  evidence(s: Subject): string;
  judge(s: Subject, p: Parameters): Judgement;
  examples: readonly { name: string; given: Partial<Subject>; parameters?: Partial<Parameters>; verdict: Judgement["verdict"] }[];
}

export const defineRule = <S, P extends Record<string, number | string | boolean>>(rule: AuditRule<S, P>): AuditRule<S, P> => rule;
export type { Permission };
