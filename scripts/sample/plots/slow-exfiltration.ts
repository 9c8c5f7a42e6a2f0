import { type Call, makeCall } from "../call";
import { destinations } from "../destinations";
import { randomOf } from "../random";
import { type Anchor, day, hour } from "../time";
import { workloadOf } from "../workloads";
import type { Plot } from "./story";

export const exfiltrationClient = "10.20.5.44";
const growingDays = 15;

export const exfiltrationSpan = (anchor: Anchor) => ({ from: anchor.day - growingDays * day, until: anchor.day });

/** Payload bytes of one day: some 2 MB as ever, then 42 % more each day. */
const bytesOf = (anchor: Anchor, dayStart: number): number => {
  const { from, until } = exfiltrationSpan(anchor);
  if (dayStart >= until) return 0;
  return Math.round(2_000_000 * (dayStart < from ? 1 : 1.42 ** ((dayStart - from) / day)));
};

/** Reporting's worker puts a little more each day into a stranger's bucket, under a wildcard that allows it. */
export const slowExfiltration: Plot = {
  id: "slow-exfiltration",
  calls(anchor, dayStart) {
    // By the day's distance, so that the story has the same numbers whenever the estate is made.
    const random = randomOf(anchor.seed, "slow-exfiltration", (anchor.day - dayStart) / day);
    const total = bytesOf(anchor, dayStart);
    const puts = total === 0 ? 0 : total < 3_000_000 ? 4 : 9;
    const calls: Call[] = [];
    for (let n = 0; n < puts; n++) {
      const at = Math.floor(dayStart + ((n + random.next()) / puts) * 22 * hour + hour);
      const bytesOut = Math.round((total / puts) * random.between(0.9, 1.1));
      calls.push(
        makeCall(random, workloadOf("reporting"), exfiltrationClient, destinations.tenant, at, {
          bytesOut,
          bytesIn: 300,
          durationMs: 2_000 + Math.round(bytesOut / 2_000),
          status: 204,
        }),
      );
    }
    return calls;
  },
};
