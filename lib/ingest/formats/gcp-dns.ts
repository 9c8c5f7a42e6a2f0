import { canonicalAddress } from "../../model/address";
import type { Caller, DnsAnswer } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { dnsResponseCode } from "../readers/dns-names";
import { type GcpEntry, gcpLog } from "../readers/gcp-entry";
import { integerOf, isObject, type JsonObject, numberOf, textOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";

export const gcpDns = defineFormat({
  id: "gcp-dns",
  name: "Google Cloud DNS query logs",
  reference: "https://cloud.google.com/dns/docs/monitoring",
  guide: "google-cloud",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: false,
  ...gcpLog(
    "dns_queries",
    (p) => p["queryName"] !== undefined && p["queryType"] !== undefined,
    () => readQuery,
  ),
});

function readQuery({ payload: p, time }: GcpEntry): Outcome {
  const question = textOf(p["queryName"]);
  if (question === undefined) return new Reject("jsonPayload.queryName: absent.");
  const source = textOf(p["sourceIP"]);
  const srcIp = source === undefined ? undefined : canonicalAddress(source);
  if (source !== undefined && srcIp === undefined) return new Reject("jsonPayload.sourceIP: no address.");
  const destination = textOf(p["destinationIP"]);
  const dstIp = destination === undefined ? undefined : canonicalAddress(destination);
  if (destination !== undefined && dstIp === undefined) return new Reject("jsonPayload.destinationIP: no address.");
  const code = textOf(p["responseCode"])?.toUpperCase();
  const answers = Array.isArray(p["structuredRdata"]) ? p["structuredRdata"].flatMap(readStructured) : readRdata(textOf(p["rdata"]) ?? "");
  return {
    kind: "query",
    startTime: time,
    loggedTime: time,
    durationMs: numberOf(p["serverLatency"]),
    srcIp,
    caller: readCaller(p),
    dstIp,
    ...readProtocol(textOf(p["protocol"])),
    application: "dns",
    dns: {
      question: nameOf(question),
      type: textOf(p["queryType"])?.toUpperCase(),
      responseCode: code !== undefined && /^[0-9]{1,5}$/.test(code) ? dnsResponseCode(Number(code)) : code,
      answers: answers.length > 0 ? answers : undefined,
    },
    answered: code === undefined ? undefined : true,
    engineReason: textOf(p["egressError"]),
  };
}

/** "name ttl class type data", apart by tabs, an answer a line; the last may be cut off with dots. */
function readRdata(text: string): DnsAnswer[] {
  return text.split("\n", 200).flatMap((line) => {
    const [name, ttl, , type, ...data] = line.split(/[\t ]+/);
    return data.length === 0 ? [] : [answerOf(name, ttl, type, data.join(" "))];
  });
}

function readStructured(value: unknown): DnsAnswer[] {
  if (!isObject(value)) return [];
  const data = textOf(value["rvalue"]);
  return data === undefined ? [] : [answerOf(textOf(value["domainName"]), value["ttl"], textOf(value["type"]), data)];
}

function answerOf(name: string | undefined, ttl: unknown, type: string | undefined, data: string): DnsAnswer {
  const answer: DnsAnswer = { data: canonicalAddress(data) ?? withoutDot(data) };
  if (name !== undefined) answer.name = nameOf(name);
  if (type !== undefined) answer.type = type.toUpperCase();
  const seconds = integerOf(ttl);
  if (seconds !== undefined) answer.ttl = seconds;
  return answer;
}

function readCaller(p: JsonObject): Caller | undefined {
  const caller: Caller = {};
  const project = textOf(p["vmProjectId"]);
  if (project !== undefined) caller.accountId = project;
  // The number of the project stands before the machine's name.
  const instance = textOf(p["vmInstanceName"])?.replace(/^[0-9]+\./, "") ?? textOf(p["vmInstanceIdString"]);
  if (instance !== undefined) caller.instanceId = instance;
  const tags = { zone: textOf(p["vmZoneName"]), "vpc-name": textOf(p["sourceNetwork"]) };
  for (const [name, value] of Object.entries(tags)) if (value !== undefined) caller.tags = { ...caller.tags, [name]: value };
  return Object.keys(caller).length > 0 ? caller : undefined;
}

const withoutDot = (text: string): string => (text.length > 1 && text.endsWith(".") ? text.slice(0, -1) : text);
const nameOf = (text: string): string => withoutDot(text).toLowerCase();
