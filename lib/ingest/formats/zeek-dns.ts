import { canonicalAddress } from "../../model/address";
import type { Connection, DnsAnswer } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { protocolNumber } from "../../model/protocol";
import { defineFormat } from "../format";
import { dnsResponseCode, dnsType } from "../readers/dns-names";
import { isZeek, openZeek, type ZeekLog } from "../readers/zeek";
import { address, bool, count, interval, list, port, text, time } from "../readers/zeek-value";

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
    const c: Connection = { kind: "query", startTime, srcIp, dstIp, application: "dns" };
    c.srcPort = port(v[3]);
    c.dstPort = port(v[5]);
    const proto = text(v[6])?.toLowerCase();
    if (proto && !proto.startsWith("unknown")) {
      c.protocol = proto;
      c.protocolNumber = protocolNumber(proto);
    }
    const durationMs = interval(v[7]);
    if (durationMs !== undefined) {
      c.durationMs = durationMs;
      c.endTime = Math.floor(startTime + durationMs);
    }
    const responseCode = text(v[12])?.toUpperCase() ?? dnsResponseCode(count(v[11]));
    const answers = readAnswers(list(v[13]), list(v[14]));
    const question = text(v[8]);
    c.dns = {
      question: question && (canonicalHost(question) ?? question.toLowerCase().replace(/(.)\.$/, "$1")),
      type: text(v[10])?.toUpperCase() ?? dnsType(count(v[9])),
      responseCode,
      answers: answers.length > 0 ? answers : undefined,
    };
    c.answered = responseCode !== undefined || answers.length > 0 || bool(v[15]) === true;
    c.sessionId = text(v[1]);
    c.communityId = text(v[16]);
    const logged = time(v[17]);
    if (logged !== undefined) c.loggedTime = logged;
    emit.found(c);
  },
};

/** Answers and TTLs pair by their place. */
function readAnswers(answers: readonly string[], ttls: readonly string[]): DnsAnswer[] {
  return answers.map((written, i) => {
    const ip = canonicalAddress(written);
    const ttl = interval(ttls[i]);
    const answer: DnsAnswer = { data: ip ?? canonicalHost(written) ?? written };
    if (ip) answer.type = ip.includes(":") ? "AAAA" : "A";
    if (ttl !== undefined) answer.ttl = Math.round(ttl / 1000);
    return answer;
  });
}

export const zeekDns = defineFormat({
  id: "zeek-dns",
  name: "Zeek dns.log",
  reference: "https://docs.zeek.org/en/master/logs/dns.html",
  counts: "no bytes",
  kinds: ["query"],
  engine: false,
  options: { fields: "The names after #fields, for files without their header." },
  detect: (head) =>
    isZeek(log, head, (record) => "trans_id" in record && ("query" in record || "rcode" in record || "qtype" in record || "AA" in record)),
  open: (options) => openZeek(log, options),
});
