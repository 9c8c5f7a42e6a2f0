import { canonicalAddress } from "../../model/address";
import type { Dns, DnsAnswer, Tls } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { integerOf, isObject, type JsonObject, textOf } from "./json";
import { member } from "./member";
import { readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

const textAt =
  (o: JsonObject) =>
  (path: string): string | undefined => {
    const value = member(o, path);
    return textOf(Array.isArray(value) ? value[0] : value);
  };

/** The fields of dns.*; undefined where there is no question and no answer. */
export function readEcsDns(o: JsonObject): Dns | undefined {
  const text = textAt(o);
  const asked = text("dns.question.name");
  const list = member(o, "dns.answers");
  const answers = (Array.isArray(list) ? list : []).flatMap(answerOf);
  if (answers.length === 0) answers.push(...resolved(member(o, "dns.resolved_ip")));
  if (asked === undefined && answers.length === 0) return undefined;
  return {
    question: asked === undefined ? undefined : (canonicalHost(asked) ?? asked.toLowerCase().replace(/(.)\.$/, "$1")),
    type: text("dns.question.type")?.toUpperCase(),
    responseCode: text("dns.response_code")?.toUpperCase(),
    answers: answers.length > 0 ? answers : undefined,
  };
}

function answerOf(value: unknown): DnsAnswer[] {
  const written = isObject(value) ? textOf(value["data"]) : undefined;
  if (!isObject(value) || written === undefined) return [];
  const data = canonicalAddress(written) ?? canonicalHost(written) ?? written;
  const name = canonicalHost(textOf(value["name"]) ?? "");
  return [{ name, data, type: textOf(value["type"])?.toUpperCase(), ttl: integerOf(value["ttl"]) }];
}

function resolved(value: unknown): DnsAnswer[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const data = canonicalAddress(textOf(one) ?? "");
    return data === undefined ? [] : [{ data, type: data.includes(":") ? "AAAA" : "A" }];
  });
}

/** The fields of tls.*; undefined where there are none. */
export function readEcsTls(o: JsonObject): Tls | undefined {
  const text = textAt(o);
  const time = (path: string): number | undefined => readIsoTime(text(path) ?? "");
  const version = text("tls.version");
  const isSsl = text("tls.version_protocol") === "ssl";
  const names = member(o, "tls.server.x509.alternative_names");
  const tls: Tls = {
    version: isSsl ? "ssl3" : tlsVersion(version),
    cipher: text("tls.cipher"),
    sni: canonicalHost(text("tls.client.server_name") ?? ""),
    alpn: text("tls.next_protocol"),
    ja3: text("tls.client.ja3"),
    ja3s: text("tls.server.ja3s"),
    subject: text("tls.server.subject") ?? text("tls.server.x509.subject.distinguished_name"),
    issuer: text("tls.server.issuer") ?? text("tls.server.x509.issuer.distinguished_name"),
    subjectAltNames: Array.isArray(names) ? names.map(String) : undefined,
    notBefore: time("tls.server.not_before"),
    notAfter: time("tls.server.not_after"),
    sha256: text("tls.server.hash.sha256")?.toLowerCase(),
    established: text("tls.established") === undefined ? undefined : text("tls.established") === "true",
  };
  return Object.values(tls).some((value) => value !== undefined) ? tls : undefined;
}
