import { canonicalAddress } from "../../model/address";
import type { Action, Caller, Connection, DnsAnswer } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { carriedRecords } from "../readers/carried";
import { integerOf, isObject, type JsonObject, portOf, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { readIsoTime } from "../readers/time";

export const awsRoute53Resolver = defineFormat({
  id: "aws-route53-resolver",
  name: "Amazon Route 53 Resolver query logs",
  reference: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html",
  guide: "aws",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  detect: (head) => carriedRecords(head.find((l) => l.trim() !== "") ?? "", isQuery)?.some(isQuery) ?? false,
  open: () => ({
    read(unit, emit) {
      const records = carriedRecords(unit, isQuery);
      if (records) tellAll(emit, records.map(readQuery));
      else tell(emit, unit.trim() === "" ? new Skip("An empty line.") : new Reject("The line is no JSON object."));
    },
  }),
});

const isQuery = (object: JsonObject): boolean => object["query_name"] !== undefined && object["query_timestamp"] !== undefined;

function readQuery(o: JsonObject): Outcome {
  const startTime = readIsoTime(textOf(o["query_timestamp"]) ?? "");
  if (startTime === undefined) return new Reject("query_timestamp: no time.");
  const question = textOf(o["query_name"]);
  if (question === undefined) return new Reject("query_name: absent.");
  const source = textOf(o["srcaddr"]);
  const srcIp = source === undefined ? undefined : canonicalAddress(source);
  if (source !== undefined && srcIp === undefined) return new Reject("srcaddr: no address.");
  const responseCode = textOf(o["rcode"])?.toUpperCase();
  const answers = Array.isArray(o["answers"]) ? o["answers"].flatMap(readAnswer) : [];
  const connection: Connection = {
    kind: "query",
    startTime,
    loggedTime: startTime,
    srcIp,
    srcPort: portOf(o["srcport"]),
    caller: readCaller(o),
    ...readProtocol(textOf(o["transport"])),
    application: "dns",
    dns: {
      question: withoutDot(question).toLowerCase(),
      type: textOf(o["query_type"])?.toUpperCase(),
      responseCode,
      answers: answers.length > 0 ? answers : undefined,
    },
    answered: responseCode === undefined ? undefined : true,
  };
  const decided = textOf(o["firewall_rule_action"])?.toUpperCase();
  if (decided !== undefined) {
    connection.action = actions[decided] ?? "unknown";
    connection.engineRuleId = textOf(o["firewall_rule_group_id"]);
    connection.engineReason = textOf(o["firewall_domain_list_id"]) ?? textOf(o["firewall_protection"]);
  }
  return connection;
}

const actions: Record<string, Action> = { BLOCK: "denied", ALERT: "alerted", ALLOW: "allowed" };

function readAnswer(value: unknown): DnsAnswer[] {
  if (!isObject(value)) return [];
  const data = textOf(value["Rdata"] ?? value["rdata"]);
  if (data === undefined) return [];
  const type = textOf(value["Type"] ?? value["type"])?.toUpperCase();
  const address = type === "A" || type === "AAAA" ? canonicalAddress(data) : undefined;
  const name = textOf(value["Name"] ?? value["name"]);
  return [
    {
      ...(name !== undefined && { name: withoutDot(name).toLowerCase() }),
      ...(type !== undefined && { type }),
      data: address ?? withoutDot(data),
      ...(integerOf(value["TTL"] ?? value["Ttl"] ?? value["ttl"]) !== undefined && {
        ttl: integerOf(value["TTL"] ?? value["Ttl"] ?? value["ttl"]),
      }),
    },
  ];
}

function readCaller(o: JsonObject): Caller | undefined {
  const ids = isObject(o["srcids"]) ? o["srcids"] : {};
  const caller: Caller = {};
  const account = textOf(o["account_id"]);
  if (account !== undefined) caller.accountId = account;
  const instance = textOf(ids["instance"]);
  if (instance !== undefined) caller.instanceId = instance;
  const tags = Object.entries({ "vpc-id": o["vpc_id"], region: o["region"], "resolver-endpoint": ids["resolver_endpoint"] }).flatMap(
    ([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text] as const];
    },
  );
  if (tags.length > 0) caller.tags = Object.fromEntries(tags);
  return Object.keys(caller).length > 0 ? caller : undefined;
}

const withoutDot = (text: string): string => (text.length > 1 && text.endsWith(".") ? text.slice(0, -1) : text);
