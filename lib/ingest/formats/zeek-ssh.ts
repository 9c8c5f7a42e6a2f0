import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { text, time } from "../readers/zeek-value";

const log: ZeekLog = {
  paths: ["ssh"],
  columns: [...ends, "server", "cipher_alg", "direction", "community_id", "_write_ts"],
  // The version is no TLS version: its column stays unread.
  orders: [
    `${endsOrder} _version auth_success auth_attempts direction client server cipher_alg mac_alg compression_alg kex_alg host_key_alg host_key`,
    `${endsOrder} _version auth_success direction client server cipher_alg mac_alg compression_alg kex_alg host_key_alg host_key`,
  ],
  read(v, emit) {
    const c = readEnds(v, "handshake");
    if (typeof c === "string") return emit.reject(c);
    c.protocol = "tcp";
    c.protocolNumber = 6;
    c.application = "ssh";
    // The far end showed itself: by its banner, or by the cipher it agreed to.
    if (text(v[6]) !== undefined || text(v[7]) !== undefined) c.answered = true;
    const direction = text(v[8])?.toLowerCase();
    if (direction === "inbound" || direction === "outbound") c.vendorDirection = direction;
    c.communityId = text(v[9]);
    c.loggedTime = time(v[10]);
    emit.found(c);
  },
};

export const zeekSsh = defineFormat({
  id: "zeek-ssh",
  name: "Zeek ssh.log",
  reference: "https://docs.zeek.org/en/master/logs/ssh.html",
  counts: "no bytes",
  kinds: ["handshake"],
  engine: false,
  ...zeekFormat(log, (record) => "auth_attempts" in record || ("host_key_alg" in record && "client" in record)),
});
