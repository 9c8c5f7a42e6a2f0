import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, hasEnds, readEnds } from "../readers/zeek-ends";
import { text, time } from "../readers/zeek-value";

const log: ZeekLog = {
  paths: ["weird"],
  columns: [...ends, "name", "addl", "num_seen", "community_id", "_write_ts"],
  orders: [`${endsOrder} name addl notice peer source`, `${endsOrder} name addl notice peer`],
  read(v, emit) {
    const loggedTime = time(v[0]);
    if (loggedTime === undefined) return emit.reject("ts is no time");
    const name = text(v[6]);
    if (name === undefined) return emit.reject("name is absent");
    if (v[8] !== undefined) return emit.skip("a statistic (weird_stats.log)", { loggedTime, engineRule: name });
    if (!hasEnds(v)) return emit.skip("an oddity of the network, of no connection", { loggedTime, engineRule: name });
    const c = readEnds(v, "connection");
    if (typeof c === "string") return emit.reject(c);
    c.engineRule = name;
    c.engineReason = text(v[7]);
    c.communityId = text(v[9]);
    c.loggedTime = time(v[10]);
    // conn.log tells of the connection itself.
    c.twin = true;
    emit.found(c);
  },
};

export const zeekWeird = defineFormat({
  id: "zeek-weird",
  name: "Zeek weird.log",
  reference: "https://docs.zeek.org/en/master/logs/weird-and-notice.html",
  counts: "no bytes",
  kinds: ["connection"],
  engine: false,
  ...zeekFormat(log, (record) => "name" in record && ("notice" in record || "num_seen" in record)),
});
