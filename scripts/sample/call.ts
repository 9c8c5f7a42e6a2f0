import type { Destination, Endpoint } from "./destinations";
import type { Random } from "./random";
import type { Workload } from "./workloads";

/** One outbound activity of the estate, before any logger has seen it. */
export interface Call {
  /** Start, milliseconds since the epoch. */
  at: number;
  durationMs: number;
  workload: Workload;
  /** Address of the caller. */
  client: string;
  to: Destination;
  /** Set when it is not the resolver's choice. */
  address?: string;
  /** No DNS question went before it. */
  unnamed?: boolean;
  /** The name said in the TLS handshake, where it is not the one that was asked of the resolver. */
  said?: string;
  method: string;
  path: string;
  /** 0: no answer. */
  status: number;
  bytesOut: number;
  bytesIn: number;
  /** 0 for the first try. */
  attempt: number;
  agent: string;
  /** Same for all tries of one request. */
  request: string;
  denied?: boolean;
  job?: string;
  run?: string;
  user?: string;
}

const names = [
  "lodash",
  "requests",
  "left-align",
  "tokio",
  "jackson-core",
  "numpy",
  "openssl",
  "react",
  "protobuf",
  "libxml2",
  "gradle",
  "ranker",
  "storefront",
  "ledger-ui",
  "fleet-agent",
  "search-index",
];

/** Fills the places of a path. */
function fillPath(random: Random, path: string, at: number): string {
  if (!path.includes("{")) return path;
  return path
    .replaceAll("{id}", () => random.hex(12))
    .replaceAll("{date}", () => new Date(at).toISOString().slice(0, 10))
    .replaceAll("{name}", () => random.pick(names))
    .replaceAll("{n}", () => String(1 + random.int(40)));
}

const pickEndpoint = (random: Random, to: Destination): Endpoint =>
  to.endpoints[random.weighted(to.endpoints.map((e) => e.weight))] as Endpoint;

/** A plain, answered call; sizes and times with heavy tails. */
export function makeCall(random: Random, workload: Workload, client: string, to: Destination, at: number, more: Partial<Call> = {}): Call {
  const endpoint = pickEndpoint(random, to);
  const bytesIn = Math.max(60, Math.round(random.around(endpoint.in, 0.8)));
  const bytesOut = Math.max(90, Math.round(random.around(endpoint.out, 0.5)));
  // A base latency, and what moving the bytes takes at some 20 MB/s; the tail is cut so that no call spans days.
  const durationMs = Math.min(900_000, Math.max(4, Math.round(random.around(70, 0.9) + (bytesIn + bytesOut) / 20_000)));
  return {
    at,
    durationMs,
    workload,
    client,
    to,
    method: endpoint.method,
    path: fillPath(random, endpoint.path, at),
    status: endpoint.method === "POST" && random.chance(0.4) ? 201 : endpoint.method === "PUT" || endpoint.method === "PATCH" ? 204 : 200,
    bytesOut,
    bytesIn,
    attempt: 0,
    agent: workload.of.agent,
    request: random.hex(32),
    ...more,
  };
}
