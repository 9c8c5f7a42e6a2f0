import { type Anchor, hour, minute } from "../time";
import type { Plot } from "./story";

/** The branch firewall's last word. */
export const silentFrom = (anchor: Anchor): number => anchor.day - 31 * hour + 42 * minute;
export const silentSourceName = "sample-branch-firewall";

/** The pilot ring goes on updating; its firewall no longer tells. */
export const silentSource: Plot = {
  id: "silent-source",
  replaces: (anchor, call) => call.workload.observers.includes("branch-firewall") && call.at + call.durationMs >= silentFrom(anchor),
};
