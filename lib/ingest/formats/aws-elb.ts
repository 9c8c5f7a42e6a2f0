import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { defineFormat } from "../format";
import { type Balancer, readElbLine } from "../readers/elb-line";
import { readEndpoint } from "../readers/endpoint";
import { integerOf, numberOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readIsoTime } from "../readers/time";
import { tlsVersion } from "../readers/tls-version";

export const awsElb = defineFormat({
  id: "aws-elb",
  name: "Elastic Load Balancing access logs",
  reference: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
  guide: "aws",
  counts: "HTTP messages with headers, or the payload of TCP and TLS, between client and load balancer",
  kinds: ["request", "connection"],
  engine: true,
  detect: (head) => typeof readElbLine(head.find((l) => l.trim() !== "")?.trim() ?? "") === "object",
  open: () => ({ read: (unit, emit) => tell(emit, readLine(unit.trim())) }),
});

type Values = Readonly<Record<string, string>>;

function readLine(line: string): Outcome {
  if (line === "") return new Skip("An empty line.");
  const read = readElbLine(line);
  if (read === undefined) return new Reject("type, time or client: no line of an application, network or classic load balancer.");
  if (typeof read === "number") return new Reject(`columns: fewer than the ${read} that every line has.`);
  const { balancer, values } = read;
  const time = readIsoTime(values["time"] ?? "");
  if (time === undefined) return new Reject("time: no time.");
  const client = readEndpoint(values["client"]);
  if (client.ip === undefined) return new Reject("client:port: no address.");
  const bytesOut = integerOf(values["received_bytes"]);
  const bytesIn = integerOf(values["sent_bytes"]);
  if (bytesOut === undefined || bytesIn === undefined) return new Reject("received_bytes or sent_bytes: no number of bytes.");
  const target = readEndpoint(values["target"]);
  const listener = readEndpoint(values["destination"]);
  const c: Connection = {
    kind: "connection",
    ...readTimes(balancer, values, time),
    loggedTime: time,
    srcIp: client.ip,
    srcPort: client.port,
    dstIp: listener.ip,
    dstPort: listener.port,
    dstNatIp: target.ip,
    dstNatPort: target.port,
    protocol: "tcp",
    protocolNumber: 6,
    // A load balancer stands before what it serves.
    vendorDirection: "inbound",
    bytesOut,
    bytesIn,
  };
  readTls(c, values);
  if (values["request"] !== undefined && !values["request"].startsWith("- ")) readRequest(c, values);
  c.action = readAction(values["actions_executed"]);
  if (c.action !== "none") c.engineReason = values["error_reason"];
  return c;
}

/** A line tells the end; that of a classic load balancer, where it measured a request, when that came in. */
function readTimes(balancer: Balancer, v: Values, time: number): Pick<Connection, "startTime" | "endTime" | "durationMs"> {
  const created = readIsoTime(v["request_creation_time"] ?? v["tls_connection_creation_time"] ?? "");
  const connected = numberOf(v["connection_time"]);
  if (balancer === "network") {
    const startTime = connected === undefined ? created : time - connected;
    return { startTime, endTime: time, durationMs: connected ?? (created === undefined ? undefined : time - created) };
  }
  const parts = ["request_processing_time", "target_processing_time", "response_processing_time"].map((name) => numberOf(v[name]));
  // -1 stands for what never came about. In front of TCP these are delays of the first bytes only.
  const isWhole = parts.every((part) => part !== undefined) && v["elb_status_code"] !== undefined;
  const durationMs = isWhole ? Math.round(parts.reduce((sum, part) => sum! + part!, 0)! * 1e6) / 1000 : undefined;
  if (balancer === "classic" && durationMs !== undefined) return { startTime: time, endTime: Math.floor(time + durationMs), durationMs };
  if (created !== undefined && created <= time) return { startTime: created, endTime: time, durationMs: time - created };
  return { startTime: durationMs === undefined ? undefined : Math.floor(time - durationMs), endTime: time, durationMs };
}

function readRequest(c: Connection, v: Values): void {
  const [method, url] = v["request"]!.split(" ");
  c.kind = "request";
  c.application = "http";
  if (method !== "-") c.method = method;
  if (url !== undefined && url !== "" && url !== "-") {
    c.url = url;
    const split = splitUrl(url);
    c.dstPort = portOf(split?.port);
    const host = canonicalHost(split?.host ?? "");
    // The load balancer makes the URL of the Host header.
    if (c.dstHost === undefined && host !== undefined) {
      c.dstHost = host;
      c.dstHostOrigin = "host-header";
    }
  }
  c.userAgent = v["user_agent"];
  c.status = integerOf(v["elb_status_code"]);
  if (c.status !== undefined) c.answered = true;
  c.traceId = /(?:^|;)Root=([0-9a-fA-F-]{8,64})/.exec(v["trace_id"] ?? "")?.[1];
}

function readTls(c: Connection, v: Values): void {
  const version = tlsVersion(v["ssl_protocol"] ?? v["tls_protocol_version"]);
  const cipher = v["ssl_cipher"] ?? v["tls_cipher"];
  const sni = canonicalHost(v["domain_name"] ?? "");
  if (version === undefined && cipher === undefined && sni === undefined) return;
  c.application = "tls";
  c.tls = { version, cipher, sni, alpn: v["alpn_fe_protocol"], established: version === undefined ? undefined : true };
  if (v["incoming_tls_alert"] !== undefined) c.tls.error = `alert ${v["incoming_tls_alert"]}`;
  if (sni === undefined) return;
  c.dstHost = sni;
  c.dstHostOrigin = "sni";
}

/** Only the web application firewall refuses: as the last action it did; before another, it let pass. */
function readAction(executed: string | undefined): Action {
  const actions = executed?.split(",") ?? [];
  if (actions.at(-1) === "waf") return "denied";
  return actions.includes("waf") ? "allowed" : "none";
}
