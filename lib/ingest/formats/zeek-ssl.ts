import type { Tls } from "../../model/connection";
import { defineFormat } from "../format";
import { tlsVersion } from "../readers/tls-version";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { bool, host, list, text, time } from "../readers/zeek-value";

const columns = [
  ...ends,
  "version",
  "cipher",
  "server_name",
  "last_alert",
  "next_protocol",
  "established",
  "cert_chain_fps[]",
  "subject",
  "issuer",
  "validation_status",
  "ja3",
  "ja3s",
  "ja4",
  "not_valid_before",
  "not_valid_after",
  "san.dns[]",
  "community_id",
  "_write_ts",
] as const;

const head = `${endsOrder} version cipher curve server_name resumed last_alert next_protocol established `;

const log: ZeekLog = {
  paths: ["ssl", "tls"],
  columns,
  // Zeek 4.1 and later; before, the subject stood in this log; 2.6 added nothing to that but JA3, by a package.
  orders: [
    `${head}ssl_history cert_chain_fps client_cert_chain_fps sni_matches_cert`,
    `${head}cert_chain_fuids client_cert_chain_fuids subject issuer client_subject client_issuer validation_status ja3 ja3s`,
    `${head}cert_chain_fuids client_cert_chain_fuids subject issuer client_subject client_issuer validation_status`,
    `${head}cert_chain_fuids client_cert_chain_fuids subject issuer client_subject client_issuer`,
  ],
  read(v, emit) {
    const c = readEnds(v, "handshake");
    if (typeof c === "string") return emit.reject(c);
    const written = text(v[6]);
    // The log has no transport; datagrams are known by the version.
    const isDatagram = written?.toUpperCase().startsWith("DTLS");
    c.application = isDatagram ? "dtls" : "tls";
    c.protocol = isDatagram ? "udp" : "tcp";
    c.protocolNumber = isDatagram ? 17 : 6;
    const sni = text(v[8]);
    const named = sni && host(sni);
    if (named) {
      c.dstHost = named;
      c.dstHostOrigin = "sni";
    }
    const established = bool(v[11]);
    const tls: Tls = {
      version: tlsVersion(written),
      cipher: text(v[7]),
      sni: named || sni,
      alpn: text(v[10]),
      ja3: text(v[16]),
      ja3s: text(v[17]),
      ja4: text(v[18]),
      subject: text(v[13]),
      issuer: text(v[14]),
      notBefore: time(v[19]),
      notAfter: time(v[20]),
      validation: text(v[15]),
      established,
      error: text(v[9]),
    };
    if (v[21] !== undefined) tls.subjectAltNames = list(v[21]);
    const leaf = v[12] === undefined ? undefined : list(v[12])[0]?.toLowerCase();
    if (leaf && /^[0-9a-f]{64}$/.test(leaf)) tls.sha256 = leaf;
    c.tls = tls;
    // Version and cipher are chosen in the answer.
    if (established || tls.cipher || tls.version) c.answered = true;
    c.communityId = text(v[22]);
    const logged = time(v[23]);
    if (logged !== undefined) c.loggedTime = logged;
    emit.found(c);
  },
};

export const zeekSsl = defineFormat({
  id: "zeek-ssl",
  name: "Zeek ssl.log",
  reference: "https://docs.zeek.org/en/master/logs/ssl.html",
  counts: "no bytes",
  kinds: ["handshake"],
  engine: false,
  personal: ["client_subject"],
  ...zeekFormat(
    log,
    (record) => "established" in record && ("resumed" in record || "cipher" in record || "version" in record || "server_name" in record),
  ),
});
