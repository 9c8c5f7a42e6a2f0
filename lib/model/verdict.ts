import type { Action } from "./connection";

/** What the policy says of a connection. `unjudged`: not an outbound activity (a DNS query, inbound, internal, a twin). */
export const verdicts = ["allowed", "reported", "denied", "unknown", "unjudged"] as const;
export type Verdict = (typeof verdicts)[number];

/** The verdict held against what the engine did. */
export const outcomes = ["conforming", "false-reject", "reported", "blocked", "violation", "unexplained", "not-left"] as const;
export type Outcome = (typeof outcomes)[number];

/** How well the destination's name is supported; best first. `contradicted` is no level: it never satisfies a rule. */
export const nameProofs = ["proven", "consistent", "claimed", "unknown", "contradicted"] as const;
export type NameProof = (typeof nameProofs)[number];

/**
 * The outcome of a judged record.
 *
 * @param answered whether the far end was seen to answer; a log without an engine shows that traffic left only then.
 *   `undefined` (the log cannot tell) counts as left: an audit must not assume the harmless case.
 */
export function outcomeOf(verdict: Verdict, action: Action, answered: boolean | undefined): Outcome {
  if (verdict === "unjudged") return "not-left";
  if (action === "denied") return verdict === "allowed" ? "false-reject" : "blocked";
  if (action === "none" && answered === false) return "not-left";
  switch (verdict) {
    case "allowed":
      return "conforming";
    case "reported":
      return "reported";
    case "denied":
      return "violation";
    case "unknown":
      return "unexplained";
  }
}

/** Outcomes of traffic that left and could be judged: the denominator of conformity. */
export const leftAndJudged: readonly Outcome[] = ["conforming", "reported", "violation"];
/** Outcomes of traffic that left. */
export const left: readonly Outcome[] = ["conforming", "reported", "violation", "unexplained"];
