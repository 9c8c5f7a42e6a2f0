import type { Connection } from "../../model/connection";
import type { Emit, Window } from "../format";

/** Understood, and not a connection. */
export class Skip {
  constructor(
    readonly reason: string,
    readonly fields?: Partial<Connection>,
    readonly window?: Window,
  ) {}
}

/** Could not be read; the reason names the field. */
export class Reject {
  constructor(readonly reason: string) {}
}

export type Outcome = Connection | Skip | Reject;

/** Hands what a reader made of a unit to the pipeline. */
export function tell(emit: Emit, outcome: Outcome, personal?: readonly string[]): void {
  if (outcome instanceof Skip) emit.skip(outcome.reason, outcome.fields, outcome.window);
  else if (outcome instanceof Reject) emit.reject(outcome.reason);
  else emit.found(outcome, personal);
}

/**
 * A unit that holds several records is one account entry: its connections, else what could not be read, else what was
 * skipped. So one odd record never hides the connections beside it.
 */
export function tellAll(emit: Emit, outcomes: readonly Outcome[], personal?: readonly string[]): void {
  const found = outcomes.filter((o) => !(o instanceof Skip) && !(o instanceof Reject));
  if (found.length > 0) for (const outcome of found) tell(emit, outcome, personal);
  else tell(emit, outcomes.find((o) => o instanceof Reject) ?? outcomes[0] ?? new Skip("A list without records."));
}
