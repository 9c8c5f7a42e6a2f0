import { dayOfCalls } from "./calls";
import { envoyJson } from "./logs/envoy";
import { fortigateOf } from "./logs/fortigate";
import { type Line, portOf, type Seen } from "./logs/line";
import { Resolver } from "./logs/resolver";
import { squidBatch, squidNative } from "./logs/squid";
import { FlowLog } from "./logs/vpc-flow";
import { zeekConn, zeekSsl } from "./logs/zeek";
import { hash32 } from "./random";
import { type SampleSource, sampleSources } from "./sources";
import { type Anchor, anchorOf, dateOf, day, dayOf, defaultDays, defaultSeed } from "./time";

export interface EstateRequest {
  now: Date;
  days?: number;
  seed?: string;
  /** The day the estate was first made for, when it is topped up later; the day of `now` when absent. */
  anchor?: Date;
  /** Only lines written after this. */
  since?: Date;
}

/** The lines one source wrote on one UTC day, in order, each within (from, until]. */
export interface Chunk extends SampleSource {
  date: string;
  from: Date;
  until: Date;
  lines: string[];
}

/** Day by day, and within a day in the order of {@link sampleSources}. The same request gives the same lines. */
export function* generateEstate({
  now,
  days = defaultDays,
  seed = defaultSeed,
  anchor: made = now,
  since,
}: EstateRequest): Generator<Chunk> {
  const anchor = anchorOf(made, days, seed);
  const start = anchor.day - (days - 1) * day;
  const until = now.getTime();
  const from = Math.max(start - 1, since?.getTime() ?? 0);
  // What began on the day before may have been written down after midnight.
  let late: Written = since && dayOf(from) > start ? linesOf(anchor, dayOf(from) - day) : new Map();
  for (let dayStart = Math.max(start, dayOf(from)); dayStart <= until; dayStart += day) {
    const written = linesOf(anchor, dayStart);
    for (const source of sampleSources) {
      const lines = [...(late.get(source.name) ?? []), ...(written.get(source.name) ?? [])]
        .filter((line) => line.at > from && line.at <= until && dayOf(line.at) === dayStart)
        .sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1));
      if (lines.length === 0) continue;
      yield {
        ...source,
        date: dateOf(dayStart),
        from: new Date(Math.max(from, dayStart - 1)),
        until: new Date(Math.min(until, dayStart + day - 1)),
        lines: lines.map((line) => line.text),
      };
    }
    late = written;
  }
}

type Written = Map<string, Line[]>;

const office = fortigateOf("hq-fw1");
const branch = fortigateOf("branch-fw1");

/** Every line about what began on one day. */
function linesOf(anchor: Anchor, dayStart: number): Written {
  const written: Written = new Map(sampleSources.map(({ name }) => [name, []]));
  const write = (name: string, line: Line | undefined) => line && written.get(name)?.push(line);
  const resolver = new Resolver();
  const flows = new FlowLog();
  for (const call of dayOfCalls(anchor, dayStart).calls) {
    const { observers } = call.workload;
    const proxied = observers.includes("proxy") || observers.includes("batch-proxy");
    const pick = hash32(`${call.to.host}${Math.floor(call.at / 600_000)}`);
    const own = call.to.v6 && proxied && pick % 9 === 0 ? call.to.v6 : (call.to.addresses[pick % call.to.addresses.length] as string);
    const seen: Seen = {
      call,
      address: proxied || call.unnamed ? own : resolver.addressFor(call),
      port: portOf(hash32(call.request + call.attempt)),
    };
    for (const observer of observers) {
      if (observer === "mesh") write("sample-mesh-egress", envoyJson(seen));
      else if (observer === "proxy") write("sample-egress-proxy", squidNative(seen));
      else if (observer === "batch-proxy") write("sample-batch-proxy", squidBatch(seen));
      else if (observer === "flow") flows.add(seen);
      else if (observer === "firewall") write("sample-office-firewall", office(seen));
      else if (observer === "branch-firewall") write("sample-branch-firewall", branch(seen));
      else {
        write("sample-sensor-connections", zeekConn(seen));
        write("sample-sensor-tls", zeekSsl(seen));
      }
    }
  }
  written.set("sample-resolver", resolver.lines);
  written.set("sample-vpc-flow", [...flows.lines()]);
  return written;
}
