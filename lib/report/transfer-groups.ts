import { type Transfer, type TransferState, worstState } from "./transfers";

export interface TransferGroup {
  key: string;
  transfers: Transfer[];
  bytesOut: number;
  count: number;
  services: string[];
  destinations: string[];
  state: TransferState;
  firstSeen: number;
  lastSeen: number;
  sample: boolean;
}

/** Transfers under each key that `keysOf` gives them (several where they possibly go to several places); most bytes first. */
export function groupTransfers(transfers: readonly Transfer[], keysOf: (t: Transfer) => readonly string[]): TransferGroup[] {
  const groups = new Map<string, Transfer[]>();
  for (const t of transfers)
    for (const key of keysOf(t)) {
      const group = groups.get(key);
      if (group) group.push(t);
      else groups.set(key, [t]);
    }
  return [...groups]
    .map(
      ([key, of]): TransferGroup => ({
        key,
        transfers: of,
        bytesOut: of.reduce((sum, t) => sum + t.bytesOut, 0),
        count: of.reduce((sum, t) => sum + t.count, 0),
        services: [...new Set(of.map((t) => t.service))].sort(),
        destinations: [...new Set(of.map((t) => t.destination))].sort(),
        state: worstState(of.map((t) => t.state)),
        firstSeen: Math.min(...of.map((t) => t.firstSeen.getTime())),
        lastSeen: Math.max(...of.map((t) => t.lastSeen.getTime())),
        sample: of.every((t) => t.sample),
      }),
    )
    .sort((a, b) => b.bytesOut - a.bytesOut || a.key.localeCompare(b.key));
}

/** "DE, FR" for a list, a few names and how many more. */
export const shortList = (names: readonly string[], shown = 3): string =>
  names.length <= shown ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;
