import { type Call, makeCall } from "./call";
import type { Destination } from "./destinations";
import { destinations } from "./destinations";
import { type Random, randomOf, zipf } from "./random";
import { dateOf, hour } from "./time";
import { type Workload, workloads } from "./workloads";

const rhythms: Record<"office" | "shop" | "flat", readonly number[]> = {
  office: [2, 1, 1, 1, 1, 2, 4, 8, 13, 16, 17, 16, 13, 15, 17, 16, 14, 11, 7, 5, 4, 3, 3, 2],
  shop: [4, 3, 2, 2, 2, 2, 3, 5, 7, 8, 9, 10, 11, 10, 9, 9, 10, 12, 14, 16, 17, 15, 11, 7],
  flat: Array.from({ length: 24 }, () => 1),
};

/** What people and services do on one UTC day, jobs and stories aside; not in order of time. */
export function routineOf(seed: string, dayStart: number): Call[] {
  const calls: Call[] = [];
  for (const workload of workloads) {
    const { of } = workload;
    const random = randomOf(seed, "routine", of.service, workload.environment, dateOf(dayStart));
    const weekday = new Date(dayStart).getUTCDay();
    const factor = (weekday === 0 || weekday === 6 ? of.weekend : 1) * workload.share * random.between(0.9, 1.1);
    const popularity = zipf(of.calls.length);
    const clientShare = zipf(workload.clients.length, 0.7);
    const add = (to: Destination) => {
      const at = dayStart + (random.weighted(rhythms[of.rhythm]) + random.next()) * hour;
      const client = workload.clients[random.weighted(clientShare)] as string;
      addCall(random, calls, makeCall(random, workload, client, to, Math.floor(at)));
    };
    for (let n = random.poisson(of.perDay * factor); n > 0; n--) add(of.calls[random.weighted(popularity)] as Destination);
    for (const [to, mean] of of.rare ?? []) for (let n = random.poisson(mean * factor); n > 0; n--) add(to);
    oddities(random, workload, factor, calls, dayStart);
  }
  return calls;
}

/** Adds the call with what life does to it: errors, time-outs, retries with back-off. */
function addCall(random: Random, calls: Call[], call: Call): void {
  const retried = (status: number, durationMs = call.durationMs) => {
    let at = call.at + durationMs;
    calls.push({ ...call, status, durationMs, bytesIn: status === 0 ? 0 : 240 });
    for (let attempt = 1; attempt <= 3; attempt++) {
      at += Math.round(200 * 2 ** attempt * random.between(0.6, 1.4));
      const failed = random.chance(0.2);
      calls.push({ ...call, at, attempt, status: failed ? status : call.status, bytesIn: failed ? 240 : call.bytesIn });
      if (!failed) return;
      at += call.durationMs;
    }
  };
  const luck = random.next();
  if (call.to.speaks === "ntp")
    calls.push({ ...call, bytesOut: 48, bytesIn: luck < 0.004 ? 0 : 48, durationMs: 20 + random.int(60), status: luck < 0.004 ? 0 : 200 });
  else if (luck < 0.0045) retried(503);
  else if (luck < 0.006) retried(500);
  else if (luck < 0.007) retried(0, 5000);
  else if (luck < 0.015) calls.push({ ...call, status: 404, bytesIn: 310 });
  else if (luck < 0.03 && call.method === "GET") calls.push({ ...call, status: 304, bytesIn: 190 });
  else if (luck < 0.032) calls.push({ ...call, status: 401, bytesIn: 260 });
  else calls.push(call);
}

/** Small, lasting oddities of some workloads: what is blocked every day, and what nobody named. */
function oddities(random: Random, workload: Workload, factor: number, calls: Call[], dayStart: number): void {
  const { of } = workload;
  const some = (mean: number, to: Destination, more: Partial<Call>) => {
    for (let n = random.poisson(mean * factor); n > 0; n--) {
      const at = dayStart + Math.floor(random.next() * 24 * hour);
      calls.push(makeCall(random, workload, random.pick(workload.clients), to, at, more));
    }
  };
  if (of.service === "ci-runners") some(7, destinations.paste, { denied: true });
  if (of.service === "catalogue") some(3, destinations.adtech, { denied: true });
  if (of.service === "fleet-updates") {
    some(9, destinations.games, { denied: true });
    // The firewall still drops the clock of one subnet, although the policy allows it.
    some(5, destinations.time, { denied: true, bytesOut: 48, bytesIn: 0 });
  }
  if (of.service === "monitoring") some(1.5, destinations.speed, { unnamed: true });
}
