import type { Db } from "../db/client";
import { listSources, type SourceHealth, type SourceStatus } from "../db/source-health";
import type { Question } from "./view";

/** Worst first. */
export const sourceStates: Record<SourceStatus, string> = {
  silent: "Silent",
  rejecting: "Rejecting lines",
  waiting: "Nothing sent yet",
  disabled: "Disabled",
  receiving: "Receiving",
};
const worstFirst = Object.keys(sourceStates);

export interface SourceStates {
  /** Worst first, by name. */
  sources: SourceHealth[];
  count: (status: SourceStatus) => number;
  /** "8 of 9 sources receiving" */
  basis: string;
}

/** How the sources stood at the end of the question's period: what a page can see, and what not. */
export async function readSourceStates(db: Db, q: Question): Promise<SourceStates> {
  const sources = await listSources(db, new Date(q.period.to));
  sources.sort((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status) || a.name.localeCompare(b.name));
  const count = (status: SourceStatus): number => sources.filter((s) => s.status === status).length;
  return { sources, count, basis: `${count("receiving")} of ${sources.length} sources receiving` };
}
