import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { host, text, time } from "../readers/zeek-value";

const log: ZeekLog = {
  paths: ["quic"],
  columns: [...ends, "server_scid", "server_name", "client_protocol", "history", "community_id", "_write_ts"],
  // The version is QUIC's, not TLS's: its column stays unread.
  orders: [`${endsOrder} _version client_initial_dcid client_scid server_scid server_name client_protocol history`],
  read(v, emit) {
    const c = readEnds(v, "handshake");
    if (typeof c === "string") return emit.reject(c);
    c.protocol = "udp";
    c.protocolNumber = 17;
    c.application = "quic";
    const sni = text(v[7]);
    const named = sni && host(sni);
    if (named) {
      c.dstHost = named;
      c.dstHostOrigin = "sni";
    }
    const alpn = text(v[8]);
    if (sni || alpn) c.tls = { sni: named || sni, alpn };
    // Letters of the responder's packets are small.
    if (text(v[6]) !== undefined || /[a-z]/.test(text(v[9]) ?? "")) c.answered = true;
    c.communityId = text(v[10]);
    c.loggedTime = time(v[11]);
    emit.found(c);
  },
};

export const zeekQuic = defineFormat({
  id: "zeek-quic",
  name: "Zeek quic.log",
  reference: "https://docs.zeek.org/en/master/logs/quic.html",
  counts: "no bytes",
  kinds: ["handshake"],
  engine: false,
  ...zeekFormat(log, (record) => "client_initial_dcid" in record),
});
