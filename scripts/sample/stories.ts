import type { Call } from "./call";
import { dayOfCalls } from "./calls";
import { destinations, idcheckMoved } from "./destinations";
import { archiveStopped, runsOf } from "./jobs";
import { FlowLog } from "./logs/vpc-flow";
import { denyBurst, denyBurstSpan, deployAt, rollbackAt } from "./plots/deny-burst";
import { movedAt } from "./plots/new-country";
import { retryStorm, retryStormClient, retryStormSpan } from "./plots/retry-storm";
import { silentFrom, silentSourceName } from "./plots/silent-source";
import { exfiltrationClient, exfiltrationSpan, slowExfiltration } from "./plots/slow-exfiltration";
import { spoofedSni, spoofedSniClient, spoofedSniSpan } from "./plots/spoofed-sni";
import type { Plot, Story } from "./plots/story";
import { type Anchor, anchorOf, dateOf, day, dayOf } from "./time";

export type { Story } from "./plots/story";

/** The planted stories, with what is exactly true of them in the estate made for `now`. */
export function stories(now: Date): Story[] {
  const anchor = anchorOf(now);
  const until = now.getTime();
  return [
    retryStormStory(anchor),
    exfiltrationStory(anchor),
    newCountryStory(anchor, until),
    spoofedSniStory(anchor),
    denyBurstStory(anchor),
    missingHostStory(anchor, until),
    unusedWildcardStory(anchor, now),
    silentSourceStory(anchor, now),
  ];
}

const span = ({ from, until }: { from: number; until: number }) => ({ from: new Date(from), until: new Date(until) });

function callsOf(plot: Plot, anchor: Anchor, from: number, until: number): Call[] {
  const calls: Call[] = [];
  for (let d = dayOf(from); d < until; d += day) calls.push(...(plot.calls?.(anchor, d) ?? []));
  return calls.filter((c) => c.at >= from && c.at < until);
}

function retryStormStory(anchor: Anchor): Story {
  const times = retryStormSpan(anchor);
  const calls = callsOf(retryStorm, anchor, times.from, times.until);
  return {
    id: "retry-storm",
    title: "A vendor answers 429, and a worker asks again without end",
    audience: "engineer",
    service: "billing",
    environment: "production",
    team: "payments",
    client: retryStormClient,
    host: destinations.payments.host,
    ...span(times),
    query: `service:billing environment:production host:${destinations.payments.host} kind:request status:(429 OR 503)`,
    facts: {
      requests: calls.length,
      operations: calls.filter((c) => c.attempt === 0).length,
      retries: calls.filter((c) => c.attempt > 0).length,
      status429: calls.filter((c) => c.status === 429).length,
      status503: calls.filter((c) => c.status === 503).length,
    },
  };
}

function exfiltrationStory(anchor: Anchor): Story {
  const times = exfiltrationSpan(anchor);
  const address = destinations.tenant.addresses[0] as string;
  const flowsOf = (from: number, until: number): FlowLog => {
    const log = new FlowLog();
    for (const call of callsOf(slowExfiltration, anchor, from, until)) log.add({ call, address, port: 0 });
    return log;
  };
  return {
    id: "slow-exfiltration",
    title: "A little more each day into a stranger's bucket",
    audience: "ciso",
    service: "reporting",
    environment: "production",
    team: "data",
    client: exfiltrationClient,
    host: destinations.tenant.host,
    address,
    rule: "object-storage",
    ...span(times),
    query: `service:reporting environment:production host:${destinations.tenant.host} kind:connection`,
    facts: {
      days: Math.round((times.until - times.from) / day),
      flows: flowsOf(times.from, times.until).size,
      bytesOut: flowsOf(times.from, times.until).bytesOut(),
      firstDayBytes: flowsOf(times.from, times.from + day).bytesOut(),
      lastDayBytes: flowsOf(times.until - day, times.until).bytesOut(),
    },
  };
}

function newCountryStory(anchor: Anchor, now: number): Story {
  const from = movedAt(anchor);
  let requests = 0;
  let bytesOut = 0;
  for (let d = dayOf(from); d <= now; d += day)
    for (const c of dayOfCalls(anchor, d).calls) {
      if (c.to.host !== destinations.idcheck.host || c.workload.environment !== "production" || c.at < from || c.at + c.durationMs > now)
        continue;
      requests++;
      bytesOut += c.bytesOut;
    }
  return {
    id: "new-country",
    title: "The identity check moved to another country",
    audience: "legal",
    service: "identity",
    environment: "production",
    team: "platform",
    host: destinations.idcheck.host,
    address: idcheckMoved[0] as string,
    from: new Date(from),
    until: new Date(now),
    query: `service:identity environment:production host:${destinations.idcheck.host} country:IN kind:request`,
    facts: { country: "IN", before: "IE", requests, bytesOut },
  };
}

function spoofedSniStory(anchor: Anchor): Story {
  const times = spoofedSniSpan(anchor);
  return {
    id: "spoofed-sni",
    title: "The handshake says telemetry, the address says otherwise",
    audience: "ciso",
    service: "monitoring",
    environment: "production",
    team: "platform",
    client: spoofedSniClient,
    host: destinations.darkpath.host,
    address: destinations.darkpath.addresses[0] as string,
    ...span(times),
    query: `service:monitoring src:${spoofedSniClient} ip:${destinations.darkpath.addresses[0]} kind:connection`,
    facts: { connections: callsOf(spoofedSni, anchor, times.from, times.until).length, said: destinations.telemetry.host, country: "SG" },
  };
}

function denyBurstStory(anchor: Anchor): Story {
  const times = denyBurstSpan(anchor);
  return {
    id: "deny-burst",
    title: "A deploy asks for a host that no rule names",
    audience: "engineer",
    service: "catalogue",
    environment: "production",
    team: "commerce",
    host: destinations.flags.host,
    source: "sample-egress-proxy",
    ...span(times),
    query: `service:catalogue environment:production host:${destinations.flags.host} action:denied`,
    facts: {
      denied: callsOf(denyBurst, anchor, times.from, times.until).length,
      deploy: new Date(deployAt(anchor)).toISOString(),
      rollback: new Date(rollbackAt(anchor)).toISOString(),
    },
  };
}

function missingHostStory(anchor: Anchor, now: number): Story {
  const stopped = archiveStopped(anchor);
  const runs = [...Array(4).keys()].flatMap((n) =>
    runsOf(anchor, stopped + (n - 1) * day).filter((r) => r.job === "ledger-export" && r.end <= now),
  );
  const before = runs.filter((r) => r.start < stopped);
  const after = runs.filter((r) => r.start >= stopped);
  return {
    id: "missing-host",
    title: "The nightly export no longer reaches its archive",
    audience: "engineer",
    service: "data-export",
    environment: "production",
    team: "data",
    host: destinations.archive.host,
    job: "ledger-export",
    rule: "ledger-archive",
    from: new Date(stopped),
    until: new Date(now),
    query: `job:ledger-export host:${destinations.archive.host}`,
    facts: {
      callsPerRunBefore: before[0]?.calls.filter((c) => c.to.host === destinations.archive.host).length ?? 0,
      lastRunWith: before.at(-1)?.run ?? "",
      runsWithout: after.length,
      latestRun: after.at(-1)?.run ?? "",
      exitCode: after.at(-1)?.exitCode ?? 0,
    },
  };
}

const unusedWildcardStory = (anchor: Anchor, now: Date): Story => ({
  id: "unused-wildcard",
  title: "A wildcard that nothing has used",
  audience: "ciso",
  service: "reporting",
  team: "data",
  host: "**.legacy-metrics.example",
  rule: "legacy-metrics",
  from: new Date(anchor.day - (anchor.days - 1) * day),
  until: now,
  query: "rule:legacy-metrics",
  facts: { hits: 0, days: anchor.days },
});

function silentSourceStory(anchor: Anchor, now: Date): Story {
  const from = silentFrom(anchor);
  const seen = dayOfCalls(anchor, dayOf(from)).calls.filter((c) => c.workload.observers.includes("branch-firewall"));
  const ends = seen.map((c) => c.at + (c.denied ? 0 : c.durationMs));
  return {
    id: "silent-source",
    title: "The branch firewall has stopped telling",
    audience: "auditor",
    service: "fleet-updates",
    environment: "staging",
    team: "platform",
    source: silentSourceName,
    from: new Date(from),
    until: now,
    query: `source:${silentSourceName}`,
    facts: { lastLine: new Date(Math.max(...ends)).toISOString(), linesAfter: 0, date: dateOf(from) },
  };
}
