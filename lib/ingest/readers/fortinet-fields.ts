import { readCef } from "./cef";
import { isObject, type JsonObject, readObject } from "./json";
import { readPairs } from "./key-value";
import { unwrap } from "./unwrap";

/** Fields of a line by FortiOS's own names; what says "nothing" is not among them. */
export type FortinetFields = ReadonlyMap<string, string>;

/** FortiOS's own names of CEF's keys. @see https://docs.fortinet.com/document/fortigate/7.4.0/cef-support */
const cefNames: Record<string, string> = {
  src: "srcip",
  spt: "srcport",
  dst: "dstip",
  dpt: "dstport",
  shost: "srcname",
  dhost: "hostname",
  act: "action",
  app: "service",
  out: "sentbyte",
  in: "rcvdbyte",
  sourceTranslatedAddress: "transip",
  sourceTranslatedPort: "transport",
  destinationTranslatedAddress: "tranip",
  destinationTranslatedPort: "tranport",
  request: "url",
  requestMethod: "httpmethod",
  requestClientApplication: "agent",
  requestContext: "referralurl",
  externalId: "sessionid",
  suser: "user",
  duser: "duser",
  deviceInboundInterface: "srcintf",
  deviceOutboundInterface: "dstintf",
  deviceExternalId: "devid",
  dvchost: "devname",
  deviceDirection: "direction",
  cnt: "count",
  outcome: "status",
  sproc: "ui",
};

/** FortiClient calls itself the host and its program the source. */
const clientNames: readonly (readonly [string, string])[] = [
  ["srcname", "fctprocess"],
  ["hostname", "srcname"],
  ["remotename", "hostname"],
  ["deviceip", "srcip"],
  ["remoteip", "dstip"],
];

/** FortiWeb, older firmware, and the log of VoIP. */
const otherNames: Record<string, string> = {
  src: "srcip",
  src_port: "srcport",
  dst: "dstip",
  dst_port: "dstport",
  trans_src: "transip",
  trans_src_port: "transport",
  trans_dst: "tranip",
  trans_dst_port: "tranport",
  sent: "sentbyte",
  rcvd: "rcvdbyte",
  sent_pkt: "sentpkt",
  rcvd_pkt: "rcvdpkt",
  obytes: "sentbyte",
  ibytes: "rcvdbyte",
  http_method: "httpmethod",
  http_host: "hostname",
  http_url: "url",
  http_agent: "agent",
  http_referer: "referralurl",
  http_retcode: "status_code",
  log_id: "logid",
  device_id: "devid",
  session_id: "sessionid",
  policy_id: "policyid",
};

const nothing = new Set(["", "-", "N/A", "n/a", "(null)", "null", "None"]);

/** @returns undefined where the line is neither key=value, CEF nor JSON of such fields. */
export function readFortinetFields(line: string, depth = 0): FortinetFields | undefined {
  const first = line.charCodeAt(0);
  if (first === 123) {
    const object = readObject(line);
    if (!object) return undefined;
    if ("logid" in object || ("type" in object && "subtype" in object)) return clean(entriesOf(object));
    const inner = unwrap(object, ["fortinet", "firewall"]);
    if (typeof inner === "string") return depth < 3 ? readFortinetFields(inner, depth + 1) : undefined;
    return inner && clean(entriesOf(inner));
  }
  const cef = line.includes("|") ? readCef(line) : undefined;
  if (cef) return readCefFields(cef.extension);
  const pairs = readPairs(line);
  if (pairs.size < 3) return undefined;
  if ((!pairs.has("srcip") && !pairs.has("logid")) || pairs.has("voip_proto"))
    for (const [key, name] of Object.entries(otherNames)) if (pairs.has(key) && !pairs.has(name)) pairs.set(name, pairs.get(key)!);
  if (pairs.has("fctver"))
    for (const [key, name] of clientNames) {
      pairs.set(name, pairs.get(key) ?? "");
      pairs.delete(key);
    }
  return clean(pairs);
}

function clean(pairs: Iterable<[string, string]>): FortinetFields {
  const fields = pairs instanceof Map ? (pairs as Map<string, string>) : new Map(pairs);
  for (const [key, value] of fields) if (value.length < 7 && nothing.has(value)) fields.delete(key);
  return fields;
}

function* entriesOf(object: JsonObject): Generator<[string, string]> {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") yield [key, String(value)];
    else if (isObject(value)) yield* entriesOf(value);
  }
}

/** FortiOS prefixes what CEF has no key for; its labels name the custom strings and numbers. */
function readCefFields(extension: Map<string, string>): FortinetFields {
  const fields = new Map<string, string>();
  const set = (key: string, value: string): void => {
    if (!fields.get(key)) fields.set(key, value);
  };
  for (const [key, value] of extension) {
    const own = /^(?:FTNTFGT|FortinetFortiGate|ad\.)(.+)$/.exec(key)?.[1];
    // The signature's application is not the service that CEF's own app holds.
    if (own !== undefined) set(own === "app" ? "appname" : own === "cat" ? "category" : own, value);
    else if (key === "cat") {
      const [type, subtype] = value.split(":", 2);
      set("type", type ?? "");
      if (subtype) set("subtype", subtype);
    } else if (/^c[ns][1-6]$/.test(key)) {
      const name = labels[(extension.get(`${key}Label`) ?? "").toLowerCase()];
      if (name) set(name, value);
    } else set(cefNames[key] ?? key, value);
  }
  return clean(fields);
}

const labels: Record<string, string> = {
  duration: "duration",
  "packets sent": "sentpkt",
  "packets received": "rcvdpkt",
  "policy id": "policyid",
};
