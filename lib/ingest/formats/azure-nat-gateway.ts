import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { defineFormat } from "../format";
import { carriedRecords } from "../readers/carried";
import { integerOf, isObject, type JsonObject, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { readIsoTime } from "../readers/time";

export const azureNatGateway = defineFormat({
  id: "azure-nat-gateway",
  name: "Azure NAT gateway flow logs",
  reference: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/natgatewayflowlogsv1",
  guide: "azure",
  counts: "IP packets with their headers, both ways, summed over all connections of two addresses",
  kinds: ["connection"],
  engine: false,
  detect: (head) => carriedRecords(head.find((l) => l.trim() !== "") ?? "", isRecord)?.some(isRecord) ?? false,
  open: () => ({
    read(unit, emit) {
      const records = carriedRecords(unit, isRecord);
      if (records) tellAll(emit, records.map(readFlow));
      else tell(emit, unit.trim() === "" ? new Skip("An empty line.") : new Reject("The line is no JSON."));
    },
  }),
});

const isRecord = (o: JsonObject): boolean => /^NatGatewayFlowlogs?V[0-9]$/i.test(textOf(o["category"]) ?? textOf(o["Type"]) ?? "");

/** A sum of what the client behind the gateway exchanged with an address: no ports, and no protocol. */
function readFlow(o: JsonObject): Outcome {
  const p = isObject(o["properties"]) ? o["properties"] : o;
  const time = readIsoTime(textOf(o["time"]) ?? textOf(o["TimeGenerated"]) ?? textOf(p["timestamp"]) ?? "");
  if (time === undefined) return new Reject("time: no time.");
  const value = (name: string): unknown => p[name] ?? p[name[0]!.toLowerCase() + name.slice(1)];
  const srcIp = canonicalAddress(textOf(value("SourceIP")) ?? "");
  if (srcIp === undefined) return new Reject("SourceIP: no address.");
  const dstIp = canonicalAddress(textOf(value("DestinationIP")) ?? "");
  if (dstIp === undefined) return new Reject("DestinationIP: no address.");
  const packetsIn = integerOf(value("PacketsReceived"));
  const packetsOut = integerOf(value("PacketsSent"));
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    srcIp,
    srcNatIp: canonicalAddress(textOf(value("NatGatewayIP")) ?? ""),
    dstIp,
    vendorDirection: "outbound",
    packetsOut,
    bytesOut: integerOf(value("BytesSent")),
    packetsIn,
    bytesIn: integerOf(value("BytesReceived")),
    answered: packetsIn === undefined ? undefined : packetsIn > 0,
  };
  const [, subscription] = /\/subscriptions\/([^/]{1,64})/i.exec(textOf(o["resourceId"]) ?? textOf(o["_ResourceId"]) ?? "") ?? [];
  if (subscription !== undefined) c.caller = { accountId: subscription.toLowerCase() };
  return c;
}
