import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat, type ReadOptions } from "../format";
import { cefTime } from "../readers/cef-time";
import { directoryUser } from "../readers/directory-user";
import { readEndpoint } from "../readers/endpoint";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { isAccessLine, isKeyed, readGatewayCef, readSkyhighFields, type SkyhighFields, skyhighColumns } from "../readers/skyhigh-fields";
import { readClfTime, zoneReader } from "../readers/time";

export const skyhighSwg = defineFormat({
  id: "skyhigh-swg",
  name: "Skyhigh (McAfee) Web Gateway",
  reference: "https://success.skyhighsecurity.com/Skyhigh_Secure_Web_Gateway_(On_Prem)/Secure_Web_Gateway_On_Prem_Product_Guide/Logging",
  guide: "skyhigh-swg",
  counts: "requests and responses with their headers, between client and gateway",
  kinds: ["request"],
  engine: true,
  personal: ["username", "user_id", "auth_user", "suser", "client_system_name", "filename", "location"],
  options: {
    fields: "The header line of your access log, where the log handler writes columns of its own.",
    timezone: "Zone of stamps without an offset (date, request_timestamp).",
  },
  detect: (head) => {
    const lines = head.map((line) => line.trim()).filter((line) => line !== "");
    return lines.some((line) => skyhighColumns(line) !== undefined) || (lines.length > 0 && lines.every(isSkyhigh));
  },
  open(options) {
    const readTime = timeReader(options);
    let columns = options.fields ? skyhighColumns(options.fields) : undefined;
    return {
      read(unit, emit) {
        const line = unit.trim();
        const header = skyhighColumns(line);
        if (header) columns = header;
        const f = header ? undefined : readSkyhighFields(line, columns);
        const outcome = header ? new Skip("the header") : readLine(line, f, readTime);
        const machine = f?.get("client_system_name");
        // Rows have no keys by which it could be found.
        tell(emit, outcome, machine === undefined ? undefined : [machine]);
      },
    };
  },
});

const isSkyhigh = (line: string): boolean =>
  isAccessLine(line) || isKeyed(line) || readGatewayCef(line) !== undefined || (line.startsWith("{") && isRecord(line));
const isRecord = (line: string): boolean => line.includes('"requested_host"') && line.includes('"http_action"');

function readLine(line: string, f: SkyhighFields | undefined, readTime: TimeReader): Outcome {
  if (line === "" || line.startsWith("#")) return new Skip(line === "" ? "an empty line" : "a comment");
  if (!f) return new Reject("the line is neither access log, key=value, CEF nor a row below a header");
  const time = readTime(f.get("request_timestamp_epoch") ?? f.get("time_stamp") ?? f.get("date") ?? f.get("request_timestamp"));
  if (time === undefined) return new Reject("time_stamp, date, request_timestamp: none is a time");
  const c: Connection = { kind: "request", loggedTime: time, protocol: "tcp", protocolNumber: 6 };
  readClient(c, f);
  if (c.srcIp === undefined) return new Reject("src_ip, client_ip: neither is an address");
  readRequest(c, f);
  if (c.dstIp === undefined && c.dstHost === undefined) return new Reject("req_line, requested_host: neither names a destination");
  c.status = integerOf(f.get("http_status_code") ?? f.get("status_code")) || undefined;
  c.bytesOut = integerOf(f.get("client_to_server_bytes") ?? f.get("bytes_from_client") ?? f.get("source_bytes"));
  c.bytesIn = integerOf(f.get("server_to_client_bytes") ?? f.get("bytes_to_client") ?? f.get("destination_bytes"));
  c.engineRule = f.get("last_rule") ?? f.get("rule_name");
  readDecision(c, f);
  return c;
}

type TimeReader = (text: string | undefined) => number | undefined;

function timeReader(options: ReadOptions): TimeReader {
  const zone = zoneReader(options.timezone);
  const readOther = cefTime(options);
  return (text) => (text?.[2] === "/" ? readClfTime(text, zone) : readOther(text));
}

/** The cloud names the client's own address (client_ip) beside the one it came with (source_ip). */
function readClient(c: Connection, f: SkyhighFields): void {
  const client = canonicalAddress(f.get("client_ip") ?? "");
  const source = canonicalAddress(f.get("source_ip") ?? f.get("src_ip") ?? "");
  c.srcIp = client ?? source;
  if (client !== undefined) c.srcNatIp = source;
  c.srcPort = portOf(f.get("source_port")) || undefined;
  c.srcUser = directoryUser(f.get("username") ?? f.get("auth_user"));
  c.srcHost = canonicalHost(f.get("client_system_name") ?? "");
  c.process = f.get("process_name");
  // The comment is the whole header, product and version are taken from it.
  c.userAgent = f.get("user_agent") ?? f.get("user_agent_comment") ?? f.get("user_agent_product");
  c.referrer = f.get("http_referer") ?? f.get("referer");
}

function readRequest(c: Connection, f: SkyhighFields): void {
  const line = /^(\S{1,30}) (\S{1,65536})(?: HTTP\/[0-9.]{1,3})?$/.exec(f.get("req_line") ?? f.get("http_request_first_line") ?? "");
  c.method = (line?.[1] ?? f.get("http_action"))?.toUpperCase();
  c.url = line?.[2] ?? f.get("url") ?? f.get("requested_path");
  const whole = /^([a-z][a-z0-9+.-]{0,20}):\/\/([^/?#]{1,300})/i.exec(c.url ?? "");
  const scheme = (whole?.[1] ?? f.get("uri_scheme"))?.toLowerCase();
  if (scheme !== undefined && /^[a-z]{2,8}$/.test(scheme)) c.application = scheme;
  const asked = readEndpoint(whole?.[2] ?? (c.method === "CONNECT" ? c.url : undefined));
  const named = readEndpoint(f.get("requested_host") ?? f.get("destination_host"));
  c.dstHost = asked.host ?? named.host;
  if (c.dstHost !== undefined) c.dstHostOrigin = c.method === "CONNECT" ? "connect" : asked.host === undefined ? "host-header" : "url";
  c.dstIp = canonicalAddress(f.get("destination_ip") ?? "") ?? asked.ip ?? named.ip;
  const usual = scheme === "https" ? 443 : scheme === "http" ? 80 : undefined;
  c.dstPort = portOf(f.get("destination_port")) || asked.port || named.port || usual;
}

/** A rule that is named "Block …" was looked at, and need not have blocked: only result and block id decide. */
function readDecision(c: Connection, f: SkyhighFields): void {
  const result = f.get("result")?.toUpperCase();
  const block = f.get("block_id") ?? f.get("block_res");
  c.engineReason = f.get("block_reason") ?? f.get("virus_names") ?? f.get("virus_name") ?? f.get("virus");
  c.action = c.status === 407 || c.status === 401 ? "none" : decide(result, block, f.get("block_reason"));
  if (c.action === "denied" || c.action === "none") c.answered = false;
  else if (c.action === "allowed" && c.status !== undefined && c.status < 500) c.answered = true;
}

function decide(result: string | undefined, block: string | undefined, reason: string | undefined): Action {
  if (result !== undefined) return /^(?:DENIED|BLOCK)/.test(result) ? "denied" : /^(?:OBSERVED|ALLOW)/.test(result) ? "allowed" : "unknown";
  if (block !== undefined && /^[0-9]{1,5}$/.test(block)) return block === "0" ? "allowed" : "denied";
  return reason === undefined ? "unknown" : "denied";
}
