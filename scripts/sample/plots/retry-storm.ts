import { type Call, makeCall } from "../call";
import { destinations } from "../destinations";
import { randomOf } from "../random";
import { type Anchor, dayOf, hour, minute } from "../time";
import { workloadOf } from "../workloads";
import type { Plot } from "./story";

export const retryStormSpan = (anchor: Anchor) => ({
  from: anchor.day - 34 * hour + 5 * minute,
  until: anchor.day - 32 * hour + 20 * minute,
});
export const retryStormClient = "10.20.1.21";
const operations = 420;
const tries = 7;

/** The vendor answers 429, then 503; one worker tries each charge seven times, a second apart, without backing off. */
export const retryStorm: Plot = {
  id: "retry-storm",
  calls(anchor, dayStart) {
    const { from, until } = retryStormSpan(anchor);
    if (dayOf(from) !== dayStart) return [];
    const random = randomOf(anchor.seed, "retry-storm");
    const workload = workloadOf("billing");
    const charge = { ...destinations.payments, endpoints: [destinations.payments.endpoints[0]!] };
    const step = (until - from - minute) / operations;
    const calls: Call[] = [];
    for (let n = 0; n < operations; n++) {
      let at = Math.floor(from + (n + random.next() * 0.8) * step);
      const first = makeCall(random, workload, retryStormClient, charge, at, { to: destinations.payments });
      const status = at < from + 40 * minute ? 429 : 503;
      for (let attempt = 0; attempt < tries; attempt++) {
        const durationMs = 30 + random.int(90);
        calls.push({ ...first, at, attempt, status, durationMs, bytesIn: 210 });
        at += durationMs + 950 + random.int(100);
      }
    }
    return calls;
  },
  replaces(anchor, call) {
    const { from, until } = retryStormSpan(anchor);
    return call.at >= from && call.at < until && call.to.host === destinations.payments.host && call.workload === workloadOf("billing");
  },
};
