import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip } from "../readers/outcome";
import { nssAddress, nssPersonal, readNssClient } from "../readers/zscaler-client";
import { tunnelFeed } from "../readers/zscaler-feeds";
import type { NssFields } from "../readers/zscaler-nss";
import { detectNss, nssOptions, nssReader } from "../readers/zscaler-reader";

export const zscalerZiaTunnel = defineFormat({
  id: "zscaler-zia-tunnel",
  name: "Zscaler Internet Access tunnel log",
  reference: "https://help.zscaler.com/zia/nss-feed-output-format-tunnel-logs",
  guide: "zscaler",
  counts: "what went through the tunnel within 60 seconds",
  kinds: ["connection"],
  engine: false,
  personal: nssPersonal,
  options: nssOptions,
  detect: detectNss(tunnelFeed),
  open: nssReader(tunnelFeed, toConnection),
});

/** A sample's window. */
const WINDOW_MS = 60_000;

function toConnection(fields: NssFields, time: number): Outcome {
  const srcIp = nssAddress(fields.get("sourceip"));
  const dstIp = nssAddress(fields.get("destvip"));
  if (srcIp === undefined) return new Reject("sourceip: no address");
  if (dstIp === undefined) return new Reject("destvip: no address");
  const user = fields.get("vpncredentialname");
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    endTime: time,
    srcIp,
    srcPort: portOf(fields.get("srcport")) || undefined,
    // "NA(GRE Tunnel)": a tunnel without credentials.
    srcUser: user === undefined || /^NA\b/.test(user) ? undefined : user,
    caller: readNssClient(fields).caller,
    dstIp,
    dstPort: portOf(fields.get("dstport")) || undefined,
    ...outer(fields),
    engineReason: fields.get("eventreason"),
  };
  const out = integerOf(fields.get("rxbytes"));
  const back = integerOf(fields.get("txbytes"));
  if (out === undefined && back === undefined) return new Skip("the state of a tunnel: no traffic", c);
  // Received and transmitted are Zscaler's words; the customer's end is the source.
  return {
    ...c,
    startTime: time - WINDOW_MS,
    durationMs: WINDOW_MS,
    bytesOut: out,
    bytesIn: back,
    packetsOut: integerOf(fields.get("rxpackets")),
    packetsIn: integerOf(fields.get("txpackets")),
    answered: back === undefined ? undefined : back > 0,
  };
}

/** Without a port IPsec is ESP itself; with one it is wrapped in UDP (RFC 3948). */
function outer(fields: NssFields): Pick<Connection, "protocol" | "protocolNumber" | "application"> {
  const type = fields.get("tunneltype") ?? "";
  if (/gre/i.test(type)) return { ...readProtocol("gre"), application: "gre" };
  if (!/ipsec/i.test(type)) return {};
  return { ...readProtocol(portOf(fields.get("srcport")) ? "udp" : "esp"), application: "ipsec" };
}
