import { type Call, makeCall } from "../call";
import { destinations } from "../destinations";
import { randomOf } from "../random";
import { type Anchor, dayOf, hour, minute } from "../time";
import { workloadOf } from "../workloads";
import type { Plot } from "./story";

export const deployAt = (anchor: Anchor): number => anchor.day - 11 * hour;
export const rollbackAt = (anchor: Anchor): number => deployAt(anchor) + 110 * minute;
export const denyBurstSpan = (anchor: Anchor) => ({ from: deployAt(anchor) + 3 * minute, until: rollbackAt(anchor) });
const denyBurstCount = 960;

/** catalogue 4.12.0 asks a feature-flag service that no rule names; the proxy refuses it until the roll-back. */
export const denyBurst: Plot = {
  id: "deny-burst",
  calls(anchor, dayStart) {
    const { from, until } = denyBurstSpan(anchor);
    if (dayOf(from) !== dayStart) return [];
    const random = randomOf(anchor.seed, "deny-burst");
    const workload = workloadOf("catalogue");
    return Array.from({ length: denyBurstCount }, (_, n): Call => {
      const at = Math.floor(from + ((n + random.next() * 0.9) / denyBurstCount) * (until - from - 1000));
      const client = workload.clients[n % workload.clients.length] as string;
      return makeCall(random, workload, client, destinations.flags, at, {
        denied: true,
        durationMs: random.int(3),
        agent: "catalogue/4.12",
      });
    });
  },
};
