import type { Connection, DnsAnswer } from "../../model/connection";
import { protocolNumber } from "../../model/protocol";
import { defineFormat } from "../format";
import { dnsResponseCode, dnsType } from "../readers/dns-names";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { address, bool, count, host, interval, list, mayBeAddress, port, text, time } from "../readers/zeek-value";

const columns = [
  "ts",
  "uid",
  "id.orig_h",
  "id.orig_p",
  "id.resp_h",
  "id.resp_p",
  "proto",
  "rtt",
  "query",
  "qtype",
  "qtype_name",
  "rcode",
  "rcode_name",
  "answers[]",
  "TTLs[]",
  "rejected",
  "community_id",
  "_write_ts",
] as const;

const order =
  "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name " +
  "AA TC RD RA Z answers TTLs rejected";

const log: ZeekLog = {
  paths: ["dns"],
  columns,
  // Before Bro 2.5 there was no rtt.
  orders: [order, order.replace(" rtt", "")],
  read(v, emit) {
    const startTime = time(v[0]);
    if (startTime === undefined) return emit.reject("ts is no time");
    const srcIp = address(v[2]);
    const dstIp = address(v[4]);
    if (srcIp === undefined) return emit.reject("id.orig_h is no address");
    if (dstIp === undefined) return emit.reject("id.resp_h is no address");
    const proto = text(v[6])?.toLowerCase();
    const protocol = proto?.startsWith("unknown") ? undefined : proto;
    const durationMs = interval(v[7]);
    const responseCode = text(v[12])?.toUpperCase() ?? dnsResponseCode(count(v[11]));
    const answers = v[13] === undefined ? undefined : readAnswers(list(v[13]), list(v[14]));
    const question = text(v[8]);
    const c: Connection = {
      kind: "query",
      startTime,
      endTime: durationMs === undefined ? undefined : Math.floor(startTime + durationMs),
      loggedTime: time(v[17]),
      durationMs,
      srcIp,
      srcPort: port(v[3]),
      dstIp,
      dstPort: port(v[5]),
      protocol,
      protocolNumber: protocol === undefined ? undefined : protocolNumber(protocol),
      application: "dns",
      dns: {
        question: question && (host(question) || question.toLowerCase().replace(/(.)\.$/, "$1")),
        type: text(v[10])?.toUpperCase() ?? dnsType(count(v[9])),
        responseCode,
        answers,
      },
      answered: responseCode !== undefined || answers !== undefined || bool(v[15]) === true,
      sessionId: text(v[1]),
      communityId: text(v[16]),
    };
    emit.found(c);
  },
};

/** Answers and TTLs pair by their place. */
function readAnswers(answers: readonly string[], ttls: readonly string[]): DnsAnswer[] | undefined {
  if (answers.length === 0) return undefined;
  return answers.map((written, i) => {
    const ip = mayBeAddress(written) ? address(written) : undefined;
    const ttl = interval(ttls[i]);
    return {
      data: ip ?? (host(written) || written),
      type: ip === undefined ? undefined : ip.includes(":") ? "AAAA" : "A",
      ttl: ttl === undefined ? undefined : Math.round(ttl / 1000),
    };
  });
}

export const zeekDns = defineFormat({
  id: "zeek-dns",
  name: "Zeek dns.log",
  reference: "https://docs.zeek.org/en/master/logs/dns.html",
  counts: "no bytes",
  kinds: ["query"],
  engine: false,
  ...zeekFormat(log, (record) => "trans_id" in record && ("query" in record || "rcode" in record || "qtype" in record || "AA" in record)),
});
