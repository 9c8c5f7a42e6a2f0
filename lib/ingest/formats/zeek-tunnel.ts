import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { text, time } from "../readers/zeek-value";

/** What carries a tunnel of each type. IP and GRE have no ports. */
const carriers: Record<string, { protocol?: string; number?: number; hasPorts: boolean; application?: string }> = {
  HTTP: { protocol: "tcp", number: 6, hasPorts: true, application: "http" },
  SOCKS: { protocol: "tcp", number: 6, hasPorts: true, application: "socks" },
  TEREDO: { protocol: "udp", number: 17, hasPorts: true, application: "teredo" },
  AYIYA: { hasPorts: true, application: "ayiya" },
  GTPV1: { protocol: "udp", number: 17, hasPorts: true, application: "gtpv1" },
  VXLAN: { protocol: "udp", number: 17, hasPorts: true, application: "vxlan" },
  GENEVE: { protocol: "udp", number: 17, hasPorts: true, application: "geneve" },
  GRE: { protocol: "gre", number: 47, hasPorts: false },
  IP: { hasPorts: false },
};

const log: ZeekLog = {
  paths: ["tunnel"],
  columns: [...ends, "tunnel_type", "action", "community_id", "_write_ts"],
  orders: [`${endsOrder} tunnel_type action`],
  read(v, emit) {
    const c = readEnds(v, "connection");
    if (typeof c === "string") return emit.reject(c);
    const type = text(v[6])?.replace(/^Tunnel::/, "");
    if (type === undefined) return emit.reject("tunnel_type is absent");
    const carrier = carriers[type.toUpperCase()] ?? { hasPorts: true };
    c.protocol = carrier.protocol;
    c.protocolNumber = carrier.number;
    c.application = carrier.application;
    if (!carrier.hasPorts) c.srcPort = c.dstPort = undefined;
    // Zeek tells of a tunnel when it finds it and when it ends; one with a session id is a connection of conn.log too.
    const action = text(v[7])?.toUpperCase();
    if (c.sessionId !== undefined || (action !== undefined && !action.endsWith("DISCOVER"))) c.twin = true;
    c.communityId = text(v[8]);
    c.loggedTime = time(v[9]);
    emit.found(c);
  },
};

export const zeekTunnel = defineFormat({
  id: "zeek-tunnel",
  name: "Zeek tunnel.log",
  reference: "https://docs.zeek.org/en/master/logs/tunnel.html",
  counts: "no bytes",
  kinds: ["connection"],
  engine: false,
  ...zeekFormat(log, (record) => "tunnel_type" in record),
});
