import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { host, port, text, time } from "../readers/zeek-value";

const log: ZeekLog = {
  paths: ["socks"],
  columns: [...ends, "user", "password", "status", "request.host", "request.name", "request_p", "community_id", "_write_ts"],
  // The version is SOCKS's, not TLS's: its column stays unread.
  orders: [`${endsOrder} _version user password status request.host request.name request_p bound.host bound.name bound_p`],
  read(v, emit) {
    const c = readEnds(v, "request");
    if (typeof c === "string") return emit.reject(c);
    c.protocol = "tcp";
    c.protocolNumber = 6;
    c.application = "socks";
    c.srcUser = text(v[6]);
    const asked = text(v[10]) ?? text(v[9]);
    const asksFor = port(v[11]);
    if (asked !== undefined) {
      c.method = "CONNECT";
      c.url = asksFor === undefined ? asked : `${asked.includes(":") ? `[${asked}]` : asked}:${asksFor}`;
      const named = host(asked);
      if (named) {
        c.dstHost = named;
        c.dstHostOrigin = "connect";
      }
    }
    // The proxy says how it went with the far end, in the words of versions 5 and 4; without a word nobody knows.
    const status = text(v[8]);
    if (status !== undefined) c.answered = status === "succeeded" || status === "request granted";
    c.communityId = text(v[12]);
    c.loggedTime = time(v[13]);
    const password = text(v[7]);
    emit.found(c, password === undefined ? undefined : [password]);
  },
};

export const zeekSocks = defineFormat({
  id: "zeek-socks",
  name: "Zeek socks.log",
  reference: "https://docs.zeek.org/en/master/scripts/base/protocols/socks/main.zeek.html",
  counts: "no bytes",
  kinds: ["request"],
  engine: false,
  personal: ["user", "password"],
  ...zeekFormat(log, (record) => "request_p" in record || "bound_p" in record),
});
