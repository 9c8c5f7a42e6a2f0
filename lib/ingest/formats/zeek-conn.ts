import { communityId } from "../../model/community-id";
import type { Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, protocolKeyword, protocolNumber } from "../../model/protocol";
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
  "service",
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
  guide: "zeek",
  counts: "payload, without IP and TCP headers; with them where the log gives only those",
  kinds: ["connection"],
  engine: false,
  options: { fields: "The names after #fields, for files without their header." },
  detect: (head) => isZeek({ ...log, read() {} }, head, (record) => "conn_state" in record || "orig_pkts" in record),
  open(options) {
    const told = new Recent(1 << 17);
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
          const transport = readTransport(v[6], v[19], srcIp);
          const orig = port(v[3]);
          const resp = port(v[5]);
          const sessionId = text(v[1]);
          // One layer for both ways: payload where the log has it.
          const payloadOut = count(v[9]);
          const payloadIn = count(v[10]);
          const isPayload = payloadOut !== undefined || payloadIn !== undefined;
          const bytesIn = isPayload ? payloadIn : count(v[17]);
          const packetsIn = count(v[16]);
          const c: Connection = {
            kind: "connection",
            startTime,
            endTime: durationMs === undefined ? undefined : Math.floor(startTime + durationMs),
            loggedTime: time(v[20]),
            durationMs,
            srcIp,
            srcPort: transport.hasPorts ? orig : undefined,
            dstIp,
            dstPort: transport.hasPorts ? resp : undefined,
            protocol: transport.protocol,
            protocolNumber: transport.number,
            application: zeekApplication(v[7]),
            vendorDirection: direction(v[12], v[13]),
            bytesOut: isPayload ? payloadOut : count(v[15]),
            bytesIn,
            packetsOut: count(v[14]),
            packetsIn,
            answered: answered(v[11], (packetsIn ?? bytesIn ?? 0) > 0),
            sessionId,
            communityId: text(v[18]),
          };
          // Zeek writes type and code of ICMP where the ports stand.
          if (transport.isIcmp && c.communityId === undefined && orig !== undefined && resp !== undefined)
            c.communityId = communityId({ srcIp, dstIp, protocolNumber: transport.number!, srcPort: orig, dstPort: resp });
          if (v[21] !== undefined) c.srcHost = list(v[21]).map(canonicalHost).find(Boolean);
          if (v[22] !== undefined) readName(c, list(v[22]), list(v[23])[0]);
          // An open connection is told again and again, and once more in conn.log when it ends: that one counts.
          if (path.startsWith("open_conn") || path.startsWith("conn_long") || (sessionId && !told.add(sessionId))) c.twin = true;
          emit.found(c);
        },
      },
      options,
    );
  },
});

interface Transport {
  protocol?: string;
  number?: number;
  hasPorts: boolean;
  isIcmp: boolean;
}
const tcp: Transport = { protocol: "tcp", number: 6, hasPorts: true, isIcmp: false };
const udp: Transport = { protocol: "udp", number: 17, hasPorts: true, isIcmp: false };
const transports = new Map<string, Transport>();

/** Zeek says icmp for both versions, and unknown_transport where only the newer ip_proto knows. */
function readTransport(proto: unknown, number: unknown, srcIp: string): Transport {
  if (proto === "tcp") return tcp;
  if (proto === "udp") return udp;
  const written = text(proto)?.toLowerCase() ?? "unknown";
  const isV6 = srcIp.includes(":");
  const key = `${written} ${isV6} ${number}`;
  let transport = transports.get(key);
  if (transport) return transport;
  const isIcmp = written.startsWith("icmp");
  const isKnown = !written.startsWith("unknown");
  const keyword = isIcmp ? (isV6 ? "ipv6-icmp" : "icmp") : isKnown ? written : undefined;
  const named = keyword === undefined ? count(number) : protocolNumber(keyword);
  const valid = named !== undefined && named > 0 && named <= 255 ? named : undefined;
  transport = {
    protocol: keyword ?? (valid === undefined ? undefined : protocolKeyword(valid)),
    number: valid,
    hasPorts: valid === undefined ? isKnown && !isIcmp : hasPorts(valid),
    isIcmp,
  };
  if (transports.size < 500 && key.length < 100) transports.set(key, transport);
  return transport;
}

function direction(local: unknown, remote: unknown): Direction | undefined {
  const isLocal = bool(local);
  const isRemoteLocal = bool(remote);
  if (isLocal === undefined || isRemoteLocal === undefined) return undefined;
  return isLocal ? (isRemoteLocal ? "internal" : "outbound") : isRemoteLocal ? "inbound" : "external";
}

/** By https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html: states in which the responder accepted, or never did. */
const accepted = new Set(["S1", "SF", "S2", "S3", "RSTO", "RSTR", "RSTRH", "SHR"]);
const unanswered = new Set(["S0", "REJ", "RSTOS0", "SH"]);

function answered(state: unknown, hasReply: boolean): boolean | undefined {
  if (typeof state !== "string") return undefined;
  if (accepted.has(state)) return true;
  if (unanswered.has(state)) return false;
  return hasReply ? true : undefined;
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
