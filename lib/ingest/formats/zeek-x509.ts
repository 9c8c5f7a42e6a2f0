import type { Tls } from "../../model/connection";
import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { list, text, time } from "../readers/zeek-value";

const columns = [
  "ts",
  "id",
  "fingerprint",
  "certificate.subject",
  "certificate.issuer",
  "certificate.not_valid_before",
  "certificate.not_valid_after",
  "san.dns[]",
] as const;

const rest =
  "certificate.version certificate.serial certificate.subject certificate.issuer certificate.not_valid_before certificate.not_valid_after " +
  "certificate.key_alg certificate.sig_alg certificate.key_type certificate.key_length certificate.exponent certificate.curve san.dns";

const log: ZeekLog = {
  paths: ["x509"],
  columns,
  // Since Zeek 4.1 a certificate is named by its fingerprint, before by the file that held it.
  orders: [`ts fingerprint ${rest}`, `ts id ${rest}`],
  read(v, emit) {
    const loggedTime = time(v[0]);
    if (loggedTime === undefined) return emit.reject("ts is no time");
    const subject = text(v[3]);
    const issuer = text(v[4]);
    if (subject === undefined && issuer === undefined) return emit.reject("certificate.subject is absent");
    const tls: Tls = { subject, issuer, notBefore: time(v[5]), notAfter: time(v[6]) };
    if (v[7] !== undefined) tls.subjectAltNames = list(v[7]);
    const fingerprint = text(v[2])?.toLowerCase();
    if (fingerprint && /^[0-9a-f]{64}$/.test(fingerprint)) tls.sha256 = fingerprint;
    emit.skip("a certificate: the log does not say between whom", { loggedTime, sessionId: text(v[1]), tls });
  },
};

export const zeekX509 = defineFormat({
  id: "zeek-x509",
  name: "Zeek x509.log",
  reference: "https://docs.zeek.org/en/master/logs/x509.html",
  counts: "no bytes",
  kinds: [],
  engine: false,
  personal: ["san.email"],
  ...zeekFormat(log, (record) => "certificate.serial" in record || ("certificate" in record && "san" in record)),
});
