import type { Call } from "../call";
import { hash32 } from "../random";
import { instanceOf } from "../workloads";
import type { Line } from "./line";

interface Held {
  addresses: readonly string[];
  until: number;
}

/** Asks a cache on its own nodes, whose questions nobody logs. */
const unlogged = new Set(["checkout"]);

/** The resolver of one day: what each caller asks, how long it keeps the answer, and the log of it. */
export class Resolver {
  readonly lines: Line[] = [];
  #held = new Map<string, Held>();

  /** The address the caller goes to; asks first when it holds no answer any more. Calls come in order of time. */
  addressFor(call: Call): string {
    const key = `${call.client} ${call.to.host}`;
    const held = this.#held.get(key);
    if (held && held.until > call.at && held.addresses.every((a) => call.to.addresses.includes(a))) return held.addresses[0] as string;
    const at = call.at - 5 - (hash32(key + call.at) % 60);
    const turn = hash32(key + at) % call.to.addresses.length;
    const addresses = [...call.to.addresses.slice(turn), ...call.to.addresses.slice(0, turn)].slice(0, 4);
    // A cache on the way has aged the answer.
    const ttl = Math.max(60, call.to.ttl - (hash32(`${key}t${at}`) % 120));
    this.#held.set(key, { addresses, until: Math.floor(at / 1000) * 1000 + ttl * 1000 });
    if (!unlogged.has(call.workload.of.service)) this.lines.push({ at, text: lineOf(call, at, addresses, ttl) });
    return addresses[0] as string;
  }
}

function lineOf(call: Call, at: number, addresses: readonly string[], ttl: number): string {
  const cloud = call.workload.of.site === "cloud";
  return JSON.stringify({
    version: "1.100000",
    account_id: "111122223333",
    region: "eu-central-1",
    vpc_id: "vpc-0a51e00000000c0de",
    query_timestamp: `${new Date(at).toISOString().slice(0, 19)}Z`,
    query_name: `${call.to.host}.`,
    query_type: "A",
    query_class: "IN",
    rcode: "NOERROR",
    answers: addresses.map((Rdata) => ({ Rdata, Type: "A", Class: "IN", TTL: ttl })),
    srcaddr: call.client,
    srcport: String(1024 + (hash32(call.client + at) % 60_000)),
    transport: "UDP",
    // On-premises callers come in by the resolver's endpoint.
    srcids: cloud ? { instance: instanceOf(call.client) } : { resolver_endpoint: "rslvr-in-0d15ea5e0000c0de" },
  });
}
