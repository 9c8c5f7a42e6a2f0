import { type Call, makeCall } from "../call";
import { destinations } from "../destinations";
import { randomOf } from "../random";
import { type Anchor, day, hour, minute } from "../time";
import { workloadOf } from "../workloads";
import type { Plot } from "./story";

export const spoofedSniSpan = (anchor: Anchor) => ({ from: anchor.day - 4 * day, until: anchor.day });
export const spoofedSniClient = "10.40.12.27";
const spoofedSniPerDay = 6;

/** The handshake names the telemetry service; the address was given out for another name. */
export const spoofedSni: Plot = {
  id: "spoofed-sni",
  calls(anchor, dayStart) {
    const { from, until } = spoofedSniSpan(anchor);
    if (dayStart < from || dayStart >= until) return [];
    const random = randomOf(anchor.seed, "spoofed-sni", (anchor.day - dayStart) / day);
    const calls: Call[] = [];
    for (let n = 0; n < spoofedSniPerDay; n++) {
      const at = dayStart + n * 4 * hour + random.int(9 * minute) + hour;
      calls.push(
        makeCall(random, workloadOf("monitoring"), spoofedSniClient, destinations.darkpath, at, {
          said: destinations.telemetry.host,
          status: 200,
          agent: "prober/0.27",
        }),
      );
    }
    return calls;
  },
};
