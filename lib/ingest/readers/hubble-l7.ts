import { canonicalAddress } from "../../model/address";
import type { Connection, DnsAnswer } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { dnsName } from "./dns-name";
import { dnsResponseCode } from "./dns-names";
import { integerOf, isObject, type JsonObject, numberOf, textOf } from "./json";

/** What the proxy saw: DNS, HTTP or Kafka. */
export function readHubbleL7(c: Connection, l7: JsonObject): void {
  const isResponse = textOf(l7["type"])?.toUpperCase() === "RESPONSE";
  const latency = numberOf(l7["latency_ns"]);
  if (isResponse && latency !== undefined && latency > 0) c.durationMs = latency / 1e6;
  if (isResponse) c.answered = true;
  const { dns, http, kafka } = l7;
  if (isObject(dns)) readDns(c, dns, isResponse);
  else if (isObject(http)) readHttp(c, http);
  else if (isObject(kafka)) {
    c.kind = "request";
    c.application = "kafka";
    c.method = textOf(kafka["api_key"]);
  }
}

function readDns(c: Connection, dns: JsonObject, isResponse: boolean): void {
  c.kind = "query";
  c.application = "dns";
  const question = textOf(dns["query"]);
  const types = Array.isArray(dns["qtypes"]) ? dns["qtypes"] : [];
  c.dns = { question: question && dnsName(question), type: textOf(types[0]) };
  if (!isResponse) return;
  c.dns.responseCode = dnsResponseCode(integerOf(dns["rcode"]) ?? 0);
  const ttl = integerOf(dns["ttl"]);
  const answers: DnsAnswer[] = [];
  const add = (data: string, type: string): void => {
    answers.push({ type, data, ...(ttl !== undefined && { ttl }) });
  };
  for (const name of listOf(dns["cnames"])) add(dnsName(name), "CNAME");
  for (const written of listOf(dns["ips"])) {
    const ip = canonicalAddress(written);
    if (ip !== undefined) add(ip, ip.includes(":") ? "AAAA" : "A");
  }
  if (answers.length > 0) c.dns.answers = answers;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.slice(0, 100).filter((v) => typeof v === "string") : []);

function readHttp(c: Connection, http: JsonObject): void {
  c.kind = "request";
  c.application = "http";
  c.method = textOf(http["method"]);
  c.url = textOf(http["url"]);
  const code = integerOf(http["code"]);
  if (code !== undefined && code > 0) c.status = code;
  const headers = Array.isArray(http["headers"]) ? http["headers"].filter(isObject) : [];
  c.userAgent = textOf(headers.find((h) => textOf(h["key"])?.toLowerCase() === "user-agent")?.["value"]);
  const host = c.url === undefined ? undefined : canonicalHost(splitUrl(c.url)?.host ?? "");
  if (host === undefined) return;
  // The proxy makes the URL of the request's authority.
  c.dstHost = host;
  c.dstHostOrigin = "host-header";
}
