import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { readProtocol } from "../../model/protocol";
import { defineFormat, type Emit, type ReadOptions } from "../format";
import { readDnsSentence, readSentence } from "../readers/azure-prose";
import { carriedRecords } from "../readers/carried";
import { type Endpoint, readEndpoint } from "../readers/endpoint";
import { integerOf, isObject, type JsonObject, numberOf, portOf, readObject, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { readIsoTime } from "../readers/time";

export const azureFirewall = defineFormat({
  id: "azure-firewall",
  name: "Azure Firewall logs",
  reference: "https://learn.microsoft.com/azure/firewall/monitor-firewall-reference",
  guide: "azure",
  counts: "no bytes but those of DNS messages: the log holds none",
  kinds: ["connection", "query"],
  engine: true,
  detect: (head) => carriedRecords(head.find((l) => l.trim() !== "") ?? "", isOwn)?.some(isRecord) ?? false,
  open: (options) => ({ read: (unit, emit) => readUnit(unit, emit, options) }),
});

function readUnit(unit: string, emit: Emit, options: ReadOptions): void {
  const records = carriedRecords(unit, isOwn);
  if (!records) tell(emit, unit.trim() === "" ? new Skip("An empty line.") : new Reject("The line is no JSON object."));
  else
    tellAll(
      emit,
      records.map((record) => readRecord(record, options)),
    );
}

/** A record, or what is meant as one: an envelope has neither category nor properties. */
const isOwn = (o: JsonObject): boolean => categoryOf(o) !== undefined || o["properties"] !== undefined || o["msg_s"] !== undefined;

const categoryOf = (o: JsonObject): string | undefined => {
  const category = textOf(o["category"]) ?? textOf(o["Category"]);
  return category !== undefined && /^(?:AZFW|AzureFirewall)/i.test(category)
    ? category
    : /^AZFW/.test(textOf(o["Type"]) ?? "")
      ? textOf(o["Type"])
      : undefined;
};

const isRecord = (o: JsonObject): boolean =>
  categoryOf(o) !== undefined || /AzureFirewall/.test(textOf(o["operationName"]) ?? textOf(o["OperationName"]) ?? "");

function readRecord(o: JsonObject, options: ReadOptions): Outcome {
  const time = readIsoTime(textOf(o["time"]) ?? textOf(o["TimeGenerated"]) ?? textOf(o["timestamp"]) ?? "") ?? options.receivedAt;
  if (time === undefined) return new Reject("time: no time.");
  const text = o["properties"];
  const properties = isObject(text) ? text : ((typeof text === "string" ? readObject(text) : undefined) ?? o);
  const prose = textOf(properties["msg"]) ?? textOf(o["msg_s"]);
  if (prose !== undefined) return readProse(prose, time);
  const category = categoryOf(o) ?? textOf(o["Type"]) ?? "";
  if (/DnsQuery/i.test(category)) return readDns(properties, time);
  if (/FatFlow|FlowTrace|ResolveFailure|ResolutionFailure/i.test(category))
    return new Skip(`${category}: a remark on a connection told elsewhere.`, { loggedTime: time });
  if (properties["SourceIp"] === undefined && properties["SourceIP"] === undefined) return new Reject("properties.SourceIp: absent.");
  return readTyped(properties, category, time);
}

/** The first generation: a sentence in properties.msg. */
function readProse(prose: string, time: number): Outcome {
  const query = readDnsSentence(prose);
  if (query) {
    const source = readEndpoint(query.source);
    return {
      kind: "query",
      startTime: time - Math.round(query.seconds * 1000),
      endTime: time,
      loggedTime: time,
      durationMs: query.seconds * 1000,
      srcIp: source.ip,
      srcPort: source.port,
      ...readProtocol(query.protocol),
      application: "dns",
      bytesOut: query.requestBytes,
      bytesIn: query.responseBytes,
      dns: { question: questionOf(query.name), type: query.type.toUpperCase(), responseCode: query.responseCode.toUpperCase() },
      answered: true,
    };
  }
  if (/^\s*(?:DNS )?Error:/i.test(prose))
    return new Skip("DNS proxy: a query that found no answer, without its client.", { loggedTime: time });
  const s = readSentence(prose);
  if (!s) return new Reject("properties.msg: no known sentence.");
  const source = readEndpoint(bare(s.source));
  if (source.ip === undefined) return new Reject("properties.msg: no source address.");
  const c: Connection = { kind: "connection", startTime: time, loggedTime: time, srcIp: source.ip, srcPort: source.port };
  const destination = readEndpoint(bare(s.destination));
  readDestination(c, s.protocol, destination, s.clauses["url"], false);
  const translated = readEndpoint(bare(s.translated));
  c.dstNatIp = translated.ip;
  c.dstNatPort = translated.port;
  const [decided = "", ...remark] = (s.clauses["action"] ?? "").split(/\.\s*/);
  // A DNAT rule lets in what it translates.
  c.action = s.translated !== undefined && decided === "" ? "allowed" : actionOf(decided);
  c.engineRule = bare(s.clauses["ids"] ?? s.clauses["threatintel"] ?? s.clauses["rule"]);
  c.engineRuleId = bare(s.clauses["signature"] ?? (s.clauses["ids"] === undefined ? undefined : s.clauses["rule"]));
  c.engineReason = s.clauses["reason"] ?? textOf(remark.join(". ").trim()) ?? bare(s.clauses["threatintel"] ?? s.clauses["classification"]);
  if (s.clauses["ids"] !== undefined && c.action === "alerted") c.twin = true;
  return c;
}

/** The second generation: a property for each thing, in an envelope or, from Log Analytics, without one. */
function readTyped(p: JsonObject, category: string, time: number): Outcome {
  const source = readEndpoint(textOf(p["SourceIp"] ?? p["SourceIP"]));
  if (source.ip === undefined) return new Reject("properties.SourceIp: no address.");
  const c: Connection = { kind: "connection", startTime: time, loggedTime: time, srcIp: source.ip };
  const named = readEndpoint(textOf(p["Fqdn"]));
  const address = readEndpoint(textOf(p["DestinationIp"] ?? p["DestinationIP"]));
  const destination: Endpoint = {
    ip: address.ip ?? named.ip,
    host: named.host ?? address.host,
    port: portOf(p["DestinationPort"]) || named.port,
  };
  readDestination(
    c,
    textOf(p["Protocol"]) ?? "",
    destination,
    textOf(p["TargetUrl"]),
    p["IsTlsInspected"] === true || p["IsTlsInspected"] === "true",
  );
  if (c.protocol !== "icmp") c.srcPort = portOf(p["SourcePort"]) || undefined;
  const translated = readEndpoint(textOf(p["TranslatedIp"] ?? p["TranslatedIP"]));
  c.dstNatIp = translated.ip;
  c.dstNatPort = translated.ip === undefined ? undefined : portOf(p["TranslatedPort"]);
  const decided = textOf(p["Action"]);
  c.action = decided === undefined && /NatRule/i.test(category) ? "allowed" : actionOf(decided ?? "");
  const isSignature = /Idps/i.test(category) || p["SignatureId"] !== undefined;
  c.engineRule = textOf(isSignature ? p["Description"] : p["Rule"]) ?? textOf(p["ThreatDescription"]);
  c.engineRuleId = textOf(p["SignatureId"]);
  c.engineReason = textOf(p["ActionReason"]) ?? textOf(p["ThreatDescription"]) ?? textOf(p["Category"]);
  const counted = integerOf(
    p["NetworkRuleCount"] ?? p["ApplicationRuleCount"] ?? p["NatRuleCount"] ?? p["DNATRuleCount"] ?? p["EventCount"],
  );
  if (counted !== undefined && counted > 1) c.count = counted;
  // Signatures speak of a connection that a rule has told; aggregations sum up the rules' own records.
  if ((isSignature && c.action === "alerted") || /Aggregation/i.test(category)) c.twin = true;
  return c;
}

function readDns(p: JsonObject, time: number): Outcome {
  const question = textOf(p["QueryName"]);
  if (question === undefined) return new Reject("properties.QueryName: absent.");
  const source = readEndpoint(textOf(p["SourceIp"] ?? p["SourceIP"]));
  const seconds = numberOf(p["RequestDurationSecs"]);
  const responseCode = textOf(p["ResponseCode"])?.toUpperCase();
  return {
    kind: "query",
    startTime: seconds === undefined ? time : time - Math.round(seconds * 1000),
    endTime: time,
    loggedTime: time,
    durationMs: seconds === undefined ? undefined : seconds * 1000,
    srcIp: source.ip,
    srcPort: portOf(p["SourcePort"]),
    ...readProtocol(textOf(p["Protocol"])),
    application: "dns",
    bytesOut: integerOf(p["RequestSize"]),
    bytesIn: integerOf(p["ResponseSize"]),
    dns: { question: questionOf(question), type: textOf(p["QueryType"])?.toUpperCase(), responseCode },
    answered: responseCode === undefined ? undefined : true,
    engineReason: textOf(p["ErrorMessage"]),
  };
}

const applications: Record<string, string> = { http: "http", https: "https", mssql: "tds" };

function readDestination(c: Connection, protocolText: string, destination: Endpoint, url: string | undefined, isInspected: boolean): void {
  const [written = "", suffix] = protocolText.toLowerCase().split(/[: ]/);
  const application = applications[written];
  if (application !== undefined) {
    // Application rules proxy TCP.
    c.application = application;
    c.protocol = "tcp";
    c.protocolNumber = 6;
  } else Object.assign(c, readProtocol(written));
  c.dstIp = destination.ip;
  if (c.protocol !== "icmp") c.dstPort = destination.port ?? (suffix !== undefined ? portOf(suffix) : undefined);
  else c.srcPort = undefined;
  c.url = url === undefined ? undefined : bare(url);
  const host = destination.host ?? (c.url === undefined || !/[./]/.test(c.url) ? undefined : canonicalHost(splitUrl(c.url)?.host ?? ""));
  if (host === undefined) return;
  c.dstHost = host;
  c.dstHostOrigin = application === "https" && !isInspected ? "sni" : application === undefined ? "log" : "host-header";
  if (c.dstHostOrigin === "sni") c.tls = { sni: host };
}

function actionOf(text: string): Action {
  switch (text.trim().toLowerCase()) {
    case "allow":
    case "bypass":
    case "bypassed":
      return "allowed";
    case "deny":
    case "drop":
    case "dropped":
    case "block":
    case "alert and deny":
    case "alertanddeny":
      return "denied";
    case "alert":
    case "alerted":
      return "alerted";
    default:
      return "unknown";
  }
}

/** Without the full stop of the sentence, and the colon that stands before a port that is none. */
function bare(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let end = text.length;
  while (end > 0 && (text[end - 1] === "." || text[end - 1] === ":" || text[end - 1] === " ")) end--;
  return end === 0 ? undefined : text.slice(0, end).trim();
}

const questionOf = (name: string): string => (name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name).toLowerCase();
