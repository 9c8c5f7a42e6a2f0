import type { Cef } from "./cef";
import { isObject, type JsonObject, textOf } from "./json";

/** Values of an event by the names of Netskope's API; what says "nothing" is absent. */
export interface NetskopeFields {
  get(name: string): string | undefined;
}

const nothing = new Set(["", "-", "na", "n/a", "null", "none", "unknown", "notavailable", "notchecked", "[]"]);

export function said(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined || (text.length < 13 && nothing.has(text.toLowerCase())) ? undefined : text;
}

/** An event as the API and Cloud Exchange's raw JSON hold it. */
export const flatFields = (object: JsonObject): NetskopeFields => ({ get: (name) => said(object[name]) });

/** Where Cloud Exchange's mapping for Elastic puts what the API names; "*" is the object of events or of alerts. */
const nestedPaths: Record<string, readonly string[]> = {
  timestamp: ["@timestamp"],
  record_type: ["*.event_type"],
  action: ["event.action", "*.action"],
  srcip: ["source.ip", "source.address"],
  dstip: ["destination.ip", "destination.address"],
  srcport: ["source.port"],
  dstport: ["destination.port"],
  dsthost: ["destination.domain"],
  userip: ["*.user.ip"],
  access_method: ["*.access_method"],
  traffic_type: ["*.traffic.type"],
  protocol: ["network.protocol"],
  ip_protocol: ["*.ip.protocol"],
  client_bytes: ["client.bytes"],
  server_bytes: ["server.bytes"],
  client_packets: ["client.packets"],
  server_packets: ["server.packets"],
  conn_duration: ["*.connection.duration"],
  conn_starttime: ["*.connection.start_time"],
  conn_endtime: ["*.connection.end_time"],
  start_time: ["*.start_time"],
  end_time: ["*.end_time"],
  url: ["*.url"],
  page: ["*.page.url", "*.page"],
  domain: ["*.domain"],
  referer: ["*.referer"],
  useragent: ["user_agent.original"],
  user: ["user.email.1", "user.email", "user.name"],
  hostname: ["host.hostname"],
  app: ["*.app.name"],
  policy: ["*.policy.name"],
  policy_id: ["*.policy.id"],
  count: ["*.count"],
  bypass_traffic: ["*.is_bypass_traffic", "*.bypass.traffic"],
  bypass_reason: ["*.bypass.reason"],
  transaction_id: ["*.transaction.id"],
  _id: ["event.id"],
};

const eventPaths: Record<string, readonly string[]> = { ...nestedPaths, type: ["*.type"], alert_type: ["*.alert.type"] };
const alertPaths: Record<string, readonly string[]> = { ...nestedPaths, type: ["*.alert.type"], alert_type: ["*.type"] };

/** @param own the object under `netskope`: of an event, or of an alert. */
export function nestedFields(object: JsonObject, own: JsonObject, isAlert: boolean): NetskopeFields {
  const paths = isAlert ? alertPaths : eventPaths;
  return {
    get(name) {
      for (const path of Object.hasOwn(paths, name) ? paths[name]! : []) {
        // A path may stand as one dotted key.
        const value = path.startsWith("*.") ? follow(own, path.slice(2)) : (object[path] ?? follow(object, path));
        const text = said(value);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function follow(object: JsonObject, path: string): unknown {
  let value: unknown = object;
  for (const key of path.split(".")) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** Cloud Exchange's keys of CEF. @see https://github.com/netskopeoss/ta_cloud_exchange_plugins/tree/main/syslog */
const cefKeys: Record<string, readonly string[]> = {
  srcip: ["src"],
  dstip: ["dst"],
  srcport: ["spt"],
  dstport: ["dpt"],
  dsthost: ["shost"],
  client_bytes: ["clientBytes"],
  server_bytes: ["serverBytes"],
  client_packets: ["clientPackets"],
  server_packets: ["serverPackets"],
  session_duration: ["sessionDuration"],
  start_time: ["start"],
  end_time: ["end"],
  user: ["suser"],
  traffic_type: ["trafficType"],
  access_method: ["accessMethod", "requestMethod"],
  protocol: ["proto"],
  page: ["page", "msPage"],
  url: ["url", "request"],
  app: ["requestClientApplication"],
  count: ["cnt"],
  transaction_id: ["IncidentID"],
  network_session_id: ["networkSessionId"],
  type: ["applicationType", "auditType", "endpointType", "type"],
  _id: ["eventId"],
};

export const cefFields = (cef: Cef): NetskopeFields => ({
  get(name) {
    if (name === "record_type") return said(cef.id);
    for (const key of Object.hasOwn(cefKeys, name) ? cefKeys[name]! : [name]) {
      const text = said(cef.extension.get(key));
      if (text !== undefined) return text;
    }
    return undefined;
  },
});

/** Cloud Exchange's keys of CEF for the columns of web transactions. */
const transactionKeys: Record<string, string> = {
  "x-cs-timestamp": "deviceCustomDate1",
  "time-taken": "cn1",
  "cs-bytes": "in",
  "sc-bytes": "out",
  "c-ip": "src",
  "x-cs-src-ip": "src",
  "x-cs-src-port": "spt",
  "s-ip": "dst",
  "cs-uri-port": "dpt",
  "cs-username": "duser",
  "cs-method": "requestMethod",
  "cs-uri-scheme": "app",
  "cs-host": "dvchost",
  "cs-dns": "sourceDnsDomain",
  "cs-uri": "request",
  "cs-uri-query": "cs1",
  "cs-referer": "requestContext",
  "cs-user-agent": "requestClientApplication",
  "x-transaction-id": "cn3",
  "x-policy-action": "act",
  "x-cs-ssl-ja3": "ja3",
  "x-sr-ssl-ja3s": "ja3s",
};

export const cefTransaction = (cef: Cef): NetskopeFields => ({
  get: (name) => (Object.hasOwn(transactionKeys, name) ? cef.extension.get(transactionKeys[name]!) : undefined),
});
