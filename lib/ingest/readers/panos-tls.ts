import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import type { PanosFields } from "./panos-fields";
import type { PanosTime } from "./panos-time";
import { readEpochSeconds } from "./time";
import { tlsVersion } from "./tls-version";

/** A decryption line: one handshake, whether it was opened or only watched. */
export function readPanosTls(c: Connection, fields: PanosFields, time: PanosTime): void {
  c.kind = "handshake";
  const sni = canonicalHost(fields.get("sni") ?? "");
  const error = fields.get("error");
  const fingerprint = fields.get("fingerprint")?.toLowerCase().replaceAll(":", "");
  c.tls = {
    version: tlsVersion(fields.get("tls_version")),
    cipher: fields.get("tls_enc"),
    sni,
    subject: fields.get("cn"),
    issuer: fields.get("issuer_cn"),
    notBefore: date(fields.get("notbefore"), time),
    notAfter: date(fields.get("notafter"), time),
    sha256: fingerprint && /^[0-9a-f]{64}$/.test(fingerprint) ? fingerprint : undefined,
    validation: fields.get("chain_status"),
    error,
    established: error === undefined ? undefined : false,
  };
  c.engineReason = error;
  if (sni) {
    c.dstHost = sni;
    c.dstHostOrigin = "sni";
  }
}

/** Versions of PAN-OS write a local time or seconds since the epoch. */
const date = (text: string | undefined, time: PanosTime): number | undefined =>
  text === undefined ? undefined : (readEpochSeconds(text) ?? time(text));
