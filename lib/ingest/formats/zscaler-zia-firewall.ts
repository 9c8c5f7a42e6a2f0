import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";
import { nssAction } from "../readers/zscaler-action";
import { nssAddress, nssPersonal, readNssClient } from "../readers/zscaler-client";
import { firewallFeed } from "../readers/zscaler-feeds";
import { decoded, type NssFields } from "../readers/zscaler-nss";
import { detectNss, nssOptions, nssReader } from "../readers/zscaler-reader";

export const zscalerZiaFirewall = defineFormat({
  id: "zscaler-zia-firewall",
  name: "Zscaler Internet Access firewall log",
  reference: "https://help.zscaler.com/zia/nss-feed-output-format-firewall-logs",
  guide: "zscaler",
  counts: "bytes of the session, or of all that were aggregated; the layer is not documented",
  kinds: ["connection"],
  engine: true,
  personal: nssPersonal,
  options: nssOptions,
  detect: detectNss(firewallFeed),
  open: nssReader(firewallFeed, toConnection),
});

function toConnection(fields: NssFields, time: number): Outcome {
  if (!fields.has("csip") && !fields.has("tsip")) return new Reject("csip: absent");
  if (!fields.has("cdip") && !fields.has("sdip") && !fields.has("cdfqdn")) return new Reject("cdip: absent, and sdip as well");
  const transport = readProtocol(fields.get("ipproto"));
  const withPorts = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const port = (field: string): number | undefined => (withPorts ? portOf(fields.get(field)) || undefined : undefined);
  const sessions = integerOf(fields.get("numsessions")) ?? 1;
  const durationMs = integerOf(fields.get("durationms")) ?? seconds(fields.get("duration"));
  const c: Connection = {
    kind: "connection",
    // Of aggregated sessions the durations are summed up, and no start is told.
    startTime: sessions > 1 || durationMs === undefined ? undefined : time - durationMs,
    endTime: time,
    loggedTime: time,
    durationMs,
    ...readNssClient(fields),
    srcIp: nssAddress(fields.get("csip")) ?? nssAddress(fields.get("tsip")),
    srcPort: port("csport"),
    srcNatIp: nssAddress(fields.get("ssip")),
    ...transport,
    application: application(fields),
    bytesOut: integerOf(fields.get("outbytes")),
    bytesIn: integerOf(fields.get("inbytes")),
    count: sessions > 1 ? sessions : undefined,
    action: nssAction(fields.get("action")),
    engineRule: decoded(
      /^ips/i.test(fields.get("action") ?? "") ? (fields.get("ipsrulelabel") ?? fields.get("rulelabel")) : fields.get("rulelabel"),
    ),
    engineReason: decoded(fields.get("threatname") ?? fields.get("threatcat")),
  };
  if (c.srcNatIp !== undefined) c.srcNatPort = port("ssport");
  readDestination(c, fields, port);
  if (c.action === "allowed" && c.bytesIn !== undefined) c.answered = c.bytesIn > 0;
  return c;
}

/** Without destination NAT what the client asked for is what the server side went to. */
function readDestination(c: Connection, fields: NssFields, port: (field: string) => number | undefined): void {
  const asked = nssAddress(fields.get("cdip"));
  const reached = nssAddress(fields.get("sdip"));
  const isTranslated = /^yes$/i.test(fields.get("dnat") ?? "");
  c.dstIp = isTranslated ? (asked ?? reached) : (reached ?? asked);
  c.dstPort = isTranslated ? (port("cdport") ?? port("sdport")) : (port("sdport") ?? port("cdport"));
  if (isTranslated && reached !== undefined && asked !== undefined) {
    c.dstNatIp = reached;
    c.dstNatPort = port("sdport");
  }
  const host = canonicalHost(decoded(fields.get("cdfqdn")) ?? "");
  if (host === undefined) return;
  c.dstHost = host;
  c.dstHostOrigin = "log";
}

/** The network service; where it is none with a name of its own, what inspection saw. */
function application(fields: NssFields): string | undefined {
  const service = fields.get("nwsvc")?.toLowerCase();
  const seen = fields.get("nwapp")?.toLowerCase();
  return [service, seen].find((name) => name !== undefined && !/^(?:tcp|udp|icmp)[_ ]any|^others?$|^any$/.test(name));
}

function seconds(text: string | undefined): number | undefined {
  const value = integerOf(text);
  return value === undefined ? undefined : value * 1000;
}
