import { hash32 } from "../random";
import type { Line, Seen } from "./line";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const uidOf = (request: string, at: number): string => {
  let uid = "C";
  for (let i = 0, h = hash32(request, at | 0); i < 17; i++, h = Math.imul(h, 2654435761) + i) uid += letters[(h >>> 8) % 62];
  return uid;
};
const packets = (bytes: number) => 4 + Math.ceil(bytes / 1_400);
const services: Record<string, string> = { tls: "ssl", smtp: "smtp", http: "http", ntp: "ntp" };

/** conn.log as JSON: written when the connection ends, stamped with its start. */
export function zeekConn({ call, address, port }: Seen): Line {
  const at = call.at + call.durationMs;
  const answered = call.status !== 0;
  const [out, inn] = answered ? [call.bytesOut, call.bytesIn] : [0, 0];
  const tcp = call.to.protocol === "tcp";
  return {
    at,
    text: JSON.stringify({
      ts: call.at / 1000,
      uid: uidOf(call.request, call.at),
      "id.orig_h": call.client,
      "id.orig_p": port,
      "id.resp_h": address,
      "id.resp_p": call.to.port,
      proto: call.to.protocol,
      ...(answered ? { service: services[call.to.speaks] } : {}),
      duration: call.durationMs / 1000,
      orig_bytes: tcp ? out : call.bytesOut,
      resp_bytes: inn,
      conn_state: answered ? "SF" : "S0",
      local_orig: true,
      local_resp: false,
      missed_bytes: 0,
      history: answered ? (tcp ? "ShADadFf" : "Dd") : tcp ? "S" : "D",
      orig_pkts: tcp ? packets(out) : 1,
      orig_ip_bytes: tcp ? out + 52 * packets(out) : call.bytesOut + 28,
      resp_pkts: answered ? (tcp ? packets(inn) : 1) : 0,
      resp_ip_bytes: answered ? (tcp ? inn + 52 * packets(inn) : inn + 28) : 0,
    }),
  };
}

const ciphers = {
  TLSv13: "TLS_AES_128_GCM_SHA256",
  TLSv12: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  TLSv10: "TLS_RSA_WITH_AES_256_CBC_SHA",
};

/** ssl.log as JSON; nothing for what spoke no TLS. Certificates are seen up to TLS 1.2 only. */
export function zeekSsl({ call, address, port }: Seen): Line | undefined {
  if (call.status === 0 || (call.to.speaks !== "tls" && call.to.speaks !== "smtp")) return undefined;
  const version = call.to.tlsVersion ?? (call.to.speaks === "smtp" && hash32(call.to.host) % 3 === 0 ? "TLSv12" : "TLSv13");
  const at = call.at + Math.min(40, call.durationMs);
  const name = call.said ?? call.to.host;
  return {
    at,
    text: JSON.stringify({
      ts: at / 1000,
      uid: uidOf(call.request, call.at),
      "id.orig_h": call.client,
      "id.orig_p": port,
      "id.resp_h": address,
      "id.resp_p": call.to.port,
      version,
      cipher: ciphers[version],
      ...(version === "TLSv10" ? {} : { curve: "x25519" }),
      server_name: name,
      resumed: false,
      ...(call.to.speaks === "tls" && version === "TLSv13" ? { next_protocol: "h2" } : {}),
      established: true,
      ...(version === "TLSv13"
        ? {}
        : { subject: `CN=${name}`, issuer: "CN=Trust Anchor Server CA 3,O=Trust Anchor,C=NL", validation_status: "ok" }),
    }),
  };
}
