import type { JournalEntry } from "../db/journal";
import type { KeptReasons } from "../db/source";
import type { KeptValues } from "../model/kept-values";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { reasonAsked } from "./source-shape";

const choices = ["keepQueries", "keepUsers"] as const;

/** What a change of the two choices comes to: columns of the source, and entries of the journal. */
export interface Unmasking {
  columns: Partial<KeptValues & KeptReasons>;
  entries: Pick<JournalEntry, "action" | "before" | "after">[];
}

/**
 * Keeping values in full asks for a permission of its own and for a reason; masking them asks for neither. A choice that
 * stays as it is keeps its reason.
 *
 * @param before how the source stands; a new one keeps nothing.
 * @throws {Problem} forbidden without `source:unmask`; invalid at `keepReason` where a reason is missing, or is given for nothing.
 */
export function unmasking(
  actor: Actor,
  before: KeptValues & Partial<KeptReasons>,
  wanted: Partial<KeptValues>,
  reason: string | undefined,
  now: Date,
): Unmasking {
  const on = choices.filter((choice) => wanted[choice] === true && !before[choice]);
  const off = choices.filter((choice) => wanted[choice] === false && before[choice]);
  if (on.length > 0) guard(actor, "source:unmask");
  if (on.length > 0 && reason === undefined) throw new Problem("invalid", `keepReason: ${reasonAsked}`, { field: "keepReason" });
  if (on.length === 0 && reason !== undefined)
    throw new Problem("invalid", "keepReason: this change keeps nothing in full that was masked, so it takes no reason.", {
      field: "keepReason",
    });
  const change: Unmasking = { columns: {}, entries: [] };
  for (const choice of on) Object.assign(change.columns, columnsOf(choice, true, { reason: reason ?? null, by: actor.name, since: now }));
  for (const choice of off) Object.assign(change.columns, columnsOf(choice, false, { reason: null, by: null, since: null }));
  const all = (of: typeof on, kept: boolean) => Object.fromEntries(of.map((choice) => [choice, kept]));
  if (on.length > 0) change.entries.push({ action: "source.unmask", before: all(on, false), after: { ...all(on, true), reason } });
  if (off.length > 0) {
    const reasons = Object.fromEntries(off.map((choice) => [`${choice}Reason`, before[`${choice}Reason`]]));
    change.entries.push({ action: "source.mask", before: { ...all(off, true), ...reasons }, after: all(off, false) });
  }
  return change;
}

function columnsOf(
  choice: (typeof choices)[number],
  kept: boolean,
  { reason, by, since }: { reason: string | null; by: string | null; since: Date | null },
): Partial<KeptValues & KeptReasons> {
  return { [choice]: kept, [`${choice}Reason`]: reason, [`${choice}By`]: by, [`${choice}Since`]: since };
}
