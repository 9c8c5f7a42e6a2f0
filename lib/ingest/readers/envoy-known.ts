import { fieldOfKey } from "./envoy-fields";
import { type JsonObject, readObject } from "./json";
import { unwrap } from "./unwrap";

/** Whose line of an access log this is, by its default format; undefined where it is of neither. */
export function envoyWriter(line: string): "envoy" | "istio" | undefined {
  const text = line.trim();
  if (!text.startsWith("{")) return writerOfText(text);
  const object = readObject(text);
  if (!object) return undefined;
  const own = writerOfObject(object);
  if (own) return own;
  const carried = unwrap(object);
  if (typeof carried !== "string") return carried && writerOfObject(carried);
  const inner = carried.trim();
  return inner.startsWith("{") ? writerOfObject(readObject(inner) ?? {}) : writerOfText(inner);
}

// Where Envoy's default has a count after the flags, Istio's has a reason, or before 1.9 a quoted status.
const head =
  /^(?:[A-Z]{3,10} )?\[[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z\] "[^" ]{1,40} .{0,16384}?" [0-9]{1,3} (?:-|[A-Z]{2,5}(?:,[A-Z]{2,5})*) ([0-9]+ [0-9]|"|\S{1,400} [^"]{1,200} "|)/;

function writerOfText(line: string): "envoy" | "istio" | undefined {
  const match = head.exec(line.slice(0, 20_000));
  if (!match) return undefined;
  return match[1] === "" || /^[0-9]/.test(match[1]!) ? "envoy" : "istio";
}

const cluster = /^(?:(?:out|in)bound\|[0-9]|(?:Inbound)?Passthrough(?:Cluster|ClusterIpv[46])$|BlackHoleCluster$|block_all$)/;
const istioKeys = ["authority", "request_id", "route_name", "downstream_local_address", "upstream_transport_failure_reason"];

function writerOfObject(object: JsonObject): "envoy" | "istio" | undefined {
  const known = new Set(Object.keys(object).map(fieldOfKey));
  if (!known.has("flags") || !known.has("bytesReceived") || !known.has("bytesSent") || !known.has("upstreamHost")) return undefined;
  const isIstio = cluster.test(String(object["upstream_cluster"] ?? "")) || istioKeys.every((key) => key in object);
  return isIstio ? "istio" : "envoy";
}
