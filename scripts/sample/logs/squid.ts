import { hash32 } from "../random";
import { epochSeconds, type Line, type Seen } from "./line";

/** Of the batch proxy, which opens TLS except to pinned hosts, and asks jobs to name themselves in two headers. */
export const batchLogformat =
  '%ts.%03tu %6tr %>a %Ss/%03>Hs %>st %<st %rm %ru %un %Sh/%<a %mt "%{X-Waybill-Job}>h" "%{X-Waybill-Run}>h" "%{User-Agent}>h"';

const pinned = new Set(["notary.appvendor.example", "api.appvendor.example", "git.codehost.example"]);

const kinds: Record<string, string> = {
  GET: "application/octet-stream",
  POST: "application/json",
  PUT: "-",
  HEAD: "-",
  PATCH: "application/json",
};

function result({ call, address }: Seen, tunnel: boolean): { code: string; status: string; bytes: number; peer: string } {
  if (call.denied) return { code: "TCP_DENIED", status: "403", bytes: 3_850 + (hash32(call.to.host) % 60), peer: "HIER_NONE/-" };
  const status = call.status === 0 ? 503 : tunnel ? 200 : call.status;
  return {
    code: tunnel ? "TCP_TUNNEL" : status === 304 ? "TCP_REFRESH_UNMODIFIED" : "TCP_MISS",
    status: String(status),
    bytes: call.bytesIn + (tunnel ? 4_200 : 320),
    peer: `HIER_DIRECT/${address}`,
  };
}

/** The native format: CONNECT shows the host only. */
export function squidNative(seen: Seen): Line {
  const { call } = seen;
  const tunnel = call.to.speaks !== "http";
  const { code, status, bytes, peer } = result(seen, tunnel);
  const at = call.at + call.durationMs;
  const method = tunnel ? "CONNECT" : call.method;
  const url = tunnel ? `${call.to.host}:${call.to.port}` : `http://${call.to.host}${call.path}`;
  const type = call.denied ? "text/html" : tunnel ? "-" : (kinds[call.method] ?? "-");
  return {
    at,
    text: `${epochSeconds(at, 3)} ${String(call.durationMs).padStart(6)} ${call.client} ${code}/${status} ${bytes} ${method} ${url} - ${peer} ${type}`,
  };
}

/** {@link batchLogformat}: whole URLs where TLS was opened, sizes both ways, job and run. */
export function squidBatch(seen: Seen): Line {
  const { call } = seen;
  const tunnel = call.to.speaks !== "http" && pinned.has(call.to.host);
  const { code, status, bytes, peer } = result(seen, tunnel);
  const at = call.at + call.durationMs;
  const method = tunnel ? "CONNECT" : call.method;
  const url = tunnel ? `${call.to.host}:${call.to.port}` : `${call.to.speaks === "http" ? "http" : "https"}://${call.to.host}${call.path}`;
  const type = call.denied ? "text/html" : tunnel ? "-" : (kinds[call.method] ?? "-");
  const text = `${epochSeconds(at, 3)} ${String(call.durationMs).padStart(6)} ${call.client} ${code}/${status} ${call.bytesOut} ${bytes} ${method} ${url} - ${peer} ${type} "${call.job ?? "-"}" "${call.run ?? "-"}" "${call.agent}"`;
  return { at, text };
}
