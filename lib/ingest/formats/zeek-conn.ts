import { communityId } from "../../model/community-id";
import type { Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, protocolNumber } from "../../model/protocol";
import { defineFormat } from "../format";
import { Recent } from "../readers/recent";
import { isZeek, openZeek, type ZeekLog } from "../readers/zeek";
import { zeekApplication } from "../readers/zeek-application";
import { address, bool, count, interval, list, port, text, time } from "../readers/zeek-value";

const columns = [
  "ts",
  "uid",
  "id.orig_h",
  "id.orig_p",
  "id.resp_h",
  "id.resp_p",
  "proto",
  "service[]",
  "duration",
  "orig_bytes",
  "resp_bytes",
  "conn_state",
  "local_orig",
  "local_resp",
  "orig_pkts",
  "orig_ip_bytes",
  "resp_pkts",
  "resp_ip_bytes",
  "community_id",
  "ip_proto",
  "_write_ts",
  "id.orig_h_name.vals[]",
  "id.resp_h_name.vals[]",
  "id.resp_h_name.src",
] as const;

const order =
  "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp " +
  "missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents";

const log: Omit<ZeekLog, "read"> = {
  // Zeek's own, the packages that tell of open connections, Corelight's reduced log.
  paths: ["conn", "open_conn"],
  columns,
  // Before Bro 2.4 a row said nothing of the responder's place.
  orders: [order, order.replace(" local_resp", "")],
};

export const zeekConn = defineFormat({
  id: "zeek-conn",
  name: "Zeek conn.log",
  reference: "https://docs.zeek.org/en/master/logs/conn.html",
  counts: "payload, without IP and TCP headers; with them where the log gives only those",
  kinds: ["connection"],
  engine: false,
  options: { fields: "The names after #fields, for files without their header." },
  detect: (head) => isZeek({ ...log, read() {} }, head, (record) => "conn_state" in record || "orig_pkts" in record),
  open(options) {
    const told = new Recent(65_536);
    return openZeek(
      {
        ...log,
        read(v, emit, path) {
          const startTime = time(v[0]);
          if (startTime === undefined) return emit.reject("ts is no time");
          const srcIp = address(v[2]);
          const dstIp = address(v[4]);
          if (srcIp === undefined) return emit.reject("id.orig_h is no address");
          if (dstIp === undefined) return emit.reject("id.resp_h is no address");
          const durationMs = interval(v[8]);
          const c: Connection = { kind: "connection", startTime, srcIp, dstIp };
          if (durationMs !== undefined) {
            c.durationMs = durationMs;
            c.endTime = Math.floor(startTime + durationMs);
          }
          readTransport(c, v[6], v[19], port(v[3]), port(v[5]));
          const application = zeekApplication(v[7]);
          if (application) c.application = application;
          // One layer for both ways: payload where the log has it.
          const out = count(v[9]);
          const back = count(v[10]);
          const payload = out !== undefined || back !== undefined;
          c.bytesOut = payload ? out : count(v[15]);
          c.bytesIn = payload ? back : count(v[17]);
          c.packetsOut = count(v[14]);
          c.packetsIn = count(v[16]);
          c.vendorDirection = direction(bool(v[12]), bool(v[13]));
          c.answered = answered(v[11], c);
          c.sessionId = text(v[1]);
          c.communityId = text(v[18]) ?? c.communityId;
          const logged = time(v[20]);
          if (logged !== undefined) c.loggedTime = logged;
          if (v[21] !== undefined) c.srcHost = list(v[21]).map(canonicalHost).find(Boolean);
          if (v[22] !== undefined) readName(c, list(v[22]), list(v[23])[0]);
          // An open connection is told again and again, and once more in conn.log when it ends: that one counts.
          if (path.startsWith("open_conn") || path.startsWith("conn_long") || (c.sessionId && !told.add(c.sessionId))) c.twin = true;
          emit.found(c);
        },
      },
      options,
    );
  },
});

/** Zeek writes type and code of ICMP where the ports stand, and icmp for both versions. */
function readTransport(c: Connection, proto: unknown, number: unknown, srcPort: number | undefined, dstPort: number | undefined): void {
  const written = text(proto)?.toLowerCase();
  const icmp = written === "icmp" || written === "icmp6";
  const keyword = icmp && c.srcIp!.includes(":") ? "ipv6-icmp" : written;
  const known = keyword === undefined || keyword.startsWith("unknown") ? count(number) : protocolNumber(keyword);
  if (keyword && !keyword.startsWith("unknown")) c.protocol = keyword;
  if (known !== undefined && known > 0 && known <= 255) c.protocolNumber = known;
  if (known !== undefined && hasPorts(known)) {
    c.srcPort = srcPort;
    c.dstPort = dstPort;
  } else if (icmp && known !== undefined && srcPort !== undefined && dstPort !== undefined) {
    c.communityId = communityId({ srcIp: c.srcIp!, dstIp: c.dstIp!, protocolNumber: known, srcPort, dstPort });
  }
}

function direction(local: boolean | undefined, remote: boolean | undefined): Direction | undefined {
  if (local === undefined || remote === undefined) return undefined;
  return local ? (remote ? "internal" : "outbound") : remote ? "inbound" : "external";
}

/** By https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html: states in which the responder accepted, or never did. */
const accepted = new Set(["S1", "SF", "S2", "S3", "RSTO", "RSTR", "RSTRH", "SHR"]);
const unanswered = new Set(["S0", "REJ", "RSTOS0", "SH"]);

function answered(state: unknown, c: Connection): boolean | undefined {
  if (typeof state !== "string") return undefined;
  if (accepted.has(state)) return true;
  if (unanswered.has(state)) return false;
  return (c.packetsIn ?? 0) > 0 || (c.bytesIn ?? 0) > 0 ? true : undefined;
}

/** Corelight says which name it saw for the responder, and where. */
function readName(c: Connection, names: readonly string[], source: string | undefined): void {
  const host = names.map(canonicalHost).find(Boolean);
  if (!host) return;
  c.dstHost = host;
  const where = source?.toUpperCase() ?? "";
  c.dstHostOrigin =
    where.includes("SNI") || where.includes("SSL")
      ? "sni"
      : where.includes("HTTP")
        ? "host-header"
        : where.includes("DNS")
          ? "dns-join"
          : "log";
}
