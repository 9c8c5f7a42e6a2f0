import { canonicalAddress } from "../../model/address";
import type { Dns, DnsAnswer } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { dnsName } from "./dns-name";
import { isObject, type JsonObject, numberOf, textOf } from "./json";

/** Whether the record tells of an answer, by the words of versions 1 to 3. */
export const isDnsAnswer = (dns: JsonObject): boolean => dns["type"] === "answer" || dns["type"] === "response";

/**
 * EVE's dns object. Version 1 writes a record per answer with rdata beside rrname, version 2 lists answers or groups
 * them by type, version 3 lists questions too and gives a request a response code that it cannot have.
 */
export function readEveDns(dns: JsonObject): Dns {
  const question = Array.isArray(dns["queries"]) ? dns["queries"].find(isObject) : dns;
  const isAnswer = isDnsAnswer(dns);
  const answers = isAnswer ? readAnswers(dns) : [];
  return {
    question: nameOf(question?.["rrname"]),
    type: textOf(question?.["rrtype"])?.toUpperCase(),
    responseCode: isAnswer ? textOf(dns["rcode"])?.toUpperCase() : undefined,
    answers: answers.length > 0 ? answers : undefined,
  };
}

function readAnswers(dns: JsonObject): DnsAnswer[] {
  if (Array.isArray(dns["answers"])) return dns["answers"].filter(isObject).flatMap(readAnswer);
  if (isObject(dns["grouped"]))
    return Object.entries(dns["grouped"]).flatMap(([type, values]) =>
      (Array.isArray(values) ? values : []).flatMap((rdata) => readAnswer({ rrname: dns["rrname"], rrtype: type, rdata })),
    );
  return readAnswer(dns);
}

/** Only what has data in words; SOA, SRV and SSHFP are objects. */
function readAnswer(answer: JsonObject): DnsAnswer[] {
  const rdata = textOf(answer["rdata"]);
  if (rdata === undefined) return [];
  const read: DnsAnswer = { data: canonicalAddress(rdata) ?? canonicalHost(rdata) ?? rdata };
  const name = nameOf(answer["rrname"]);
  const type = textOf(answer["rrtype"])?.toUpperCase();
  const ttl = numberOf(answer["ttl"]);
  if (name) read.name = name;
  if (type) read.type = type;
  if (ttl !== undefined) read.ttl = ttl;
  return [read];
}

function nameOf(value: unknown): string | undefined {
  const name = textOf(value);
  return name === undefined ? undefined : dnsName(name);
}
