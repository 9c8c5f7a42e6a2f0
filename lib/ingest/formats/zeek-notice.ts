import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, hasEnds, readEnds } from "../readers/zeek-ends";
import { address, bool, list, port, text, time } from "../readers/zeek-value";

const log: ZeekLog = {
  paths: ["notice"],
  columns: [...ends, "proto", "note", "msg", "src", "dst", "p", "actions[]", "dropped", "community_id", "_write_ts"],
  // Until Zeek 4 a column said whether the source was dropped.
  orders: [
    `${endsOrder} _fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions suppress_for dropped`,
    `${endsOrder} _fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions email_dest suppress_for`,
    `${endsOrder} _fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions suppress_for`,
  ],
  read(v, emit) {
    const loggedTime = time(v[0]);
    if (loggedTime === undefined) return emit.reject("ts is no time");
    const note = text(v[7]);
    if (note === undefined) return emit.reject("note is absent");
    const c: Connection | string = hasEnds(v)
      ? readEnds(v, "connection")
      : { kind: "connection", loggedTime, srcIp: address(v[9]), dstIp: address(v[10]), dstPort: port(v[11]) };
    if (typeof c === "string") return emit.reject(c);
    Object.assign(c, readProtocol(text(v[6])));
    if (c.protocol?.endsWith("icmp")) c.srcPort = c.dstPort = undefined;
    const isDropped = bool(v[13]) === true || list(v[12]).some((action) => action.endsWith("ACTION_DROP"));
    c.action = isDropped ? "denied" : "alerted";
    c.engineRule = note;
    c.engineReason = text(v[8]);
    if (!hasEnds(v)) return emit.skip("a notice about no single connection", c);
    c.communityId = text(v[14]);
    c.loggedTime = time(v[15]);
    // conn.log tells of the connection itself.
    c.twin = true;
    emit.found(c);
  },
};

export const zeekNotice = defineFormat({
  id: "zeek-notice",
  name: "Zeek notice.log",
  reference: "https://docs.zeek.org/en/master/logs/weird-and-notice.html",
  counts: "no bytes",
  kinds: ["connection"],
  engine: true,
  personal: ["email_dest", "sub"],
  ...zeekFormat(log, (record) => "note" in record && ("msg" in record || "actions" in record)),
});
