import type { Tls } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { isObject, type JsonObject, textOf } from "./json";
import { readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

/** EVE's tls or quic object. Its fingerprint is SHA-1, so there is no sha256. */
export function readEveTls(tls: JsonObject): Tls {
  const sni = textOf(tls["sni"]);
  const names = tls["subjectaltname"];
  return {
    version: tlsVersion(textOf(tls["version"])),
    cipher: textOf(tls["cipher"] ?? tls["cipher_suite"]),
    sni: sni && (canonicalHost(sni) ?? sni),
    alpn: textOf(first(tls["server_alpns"] ?? tls["server_alpn"] ?? tls["alpn"] ?? tls["client_alpns"])),
    ja3: hashOf(tls["ja3"]),
    ja3s: hashOf(tls["ja3s"]),
    ja4: textOf(tls["ja4"]),
    subject: textOf(tls["subject"]),
    issuer: textOf(tls["issuerdn"]),
    subjectAltNames: Array.isArray(names) ? names.flatMap((name) => textOf(name) ?? []) : undefined,
    notBefore: timeOf(tls["notbefore"]),
    notAfter: timeOf(tls["notafter"]),
  };
}

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
const hashOf = (value: unknown): string | undefined => textOf(isObject(value) ? value["hash"] : value)?.toLowerCase();

function timeOf(value: unknown): number | undefined {
  const written = textOf(value);
  return written === undefined ? undefined : readIsoTime(written);
}
