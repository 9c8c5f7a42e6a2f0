import type { Connection } from "../../model/connection";
import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { zeekApplication } from "../readers/zeek-application";
import { ends, hasEnds, readEnds } from "../readers/zeek-ends";
import { address, bool, count, interval, list, time } from "../readers/zeek-value";

const columns = [...ends, "tx_hosts[]", "rx_hosts[]", "conn_uids[]", "source", "duration", "is_orig", "seen_bytes", "_write_ts"] as const;

const rest =
  "source depth analyzers mime_type filename duration local_orig is_orig seen_bytes total_bytes missing_bytes overflow_bytes timedout " +
  "parent_fuid md5 sha1 sha256 extracted";

const log: ZeekLog = {
  paths: ["files"],
  columns,
  // Until Zeek 5 a row named hosts and connections in sets.
  orders: [`ts fuid uid id.orig_h id.orig_p id.resp_h id.resp_p ${rest}`, `ts fuid tx_hosts rx_hosts conn_uids ${rest}`],
  read(v, emit) {
    const c = hasEnds(v) ? readEnds(v, "connection") : readHosts(v);
    if (typeof c === "string") return emit.reject(c);
    c.application = zeekApplication(v[9]);
    const durationMs = interval(v[10]);
    if (durationMs !== undefined) {
      c.durationMs = durationMs;
      c.endTime = Math.floor(c.startTime! + durationMs);
    }
    const bytes = count(v[12]);
    if (bool(v[11])) c.bytesOut = bytes;
    else c.bytesIn = bytes;
    c.loggedTime = time(v[13]);
    if (c.srcIp === undefined || c.dstIp === undefined) return emit.skip("a file of no known connection", c);
    // conn.log tells of the connection that carried it.
    c.twin = true;
    emit.found(c);
  },
};

/** The initiator sent the file where is_orig says so, and else received it. */
function readHosts(v: readonly unknown[]): Connection | string {
  const startTime = time(v[0]);
  if (startTime === undefined) return "ts is no time";
  const [sender, receiver] = [list(v[6])[0], list(v[7])[0]];
  const [src, dst] = bool(v[11]) ? [sender, receiver] : [receiver, sender];
  const [srcIp, dstIp] = [address(src), address(dst)];
  if (sender !== undefined && srcIp === undefined && dstIp === undefined) return "tx_hosts holds no address";
  return { kind: "connection", startTime, srcIp, dstIp, sessionId: list(v[8])[0] };
}

export const zeekFiles = defineFormat({
  id: "zeek-files",
  name: "Zeek files.log",
  reference: "https://docs.zeek.org/en/master/logs/files.html",
  counts: "bytes of the file that were seen, without the protocol around it",
  kinds: ["connection"],
  engine: false,
  personal: ["filename"],
  ...zeekFormat(log, (record) => "fuid" in record && "seen_bytes" in record),
});
