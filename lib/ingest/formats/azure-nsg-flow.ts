import { canonicalAddress } from "../../model/address";
import type { Action, Caller, Connection } from "../../model/connection";
import { Internal } from "../../model/internal";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat, type ReadOptions } from "../format";
import { type FlowTuple, flowTuples, isFlowRecord, isTuple } from "../readers/azure-flows";
import { carriedRecords } from "../readers/carried";
import { integerOf, type JsonObject, portOf, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";

export const azureNsgFlow = defineFormat({
  id: "azure-nsg-flow",
  name: "Azure flow logs of network security groups and virtual networks",
  reference: "https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview#log-format",
  guide: "azure",
  counts: "IP packets with their headers, both ways, since the flow was last told",
  kinds: ["connection"],
  engine: true,
  options: { internal: "Your own prefixes: they tell which flows both ends log." },
  detect: (head) => {
    const line = head.find((l) => l.trim() !== "")?.trim() ?? "";
    return isTuple(line) || (carriedRecords(line, isFlowRecord)?.some(isFlowRecord) ?? false);
  },
  open(options: ReadOptions) {
    const internal = new Internal(options.internal);
    return {
      read(unit, emit) {
        const line = unit.trim();
        if (isTuple(line)) return tell(emit, readTuple({ text: line }, {}, internal));
        const records = carriedRecords(line, isFlowRecord);
        if (records)
          tellAll(
            emit,
            records.flatMap((record) => readRecord(record, internal)),
          );
        else tell(emit, line === "" ? new Skip("An empty line.") : new Reject("The line is neither JSON nor a tuple."));
      },
    };
  },
});

function readRecord(record: JsonObject, internal: Internal): Outcome[] {
  if (!isFlowRecord(record)) return [new Reject("flowRecords or properties.flows: absent.")];
  const tuples = flowTuples(record);
  if (tuples.length === 0) return [new Skip("A record without flows.")];
  return tuples.map((tuple) => readTuple(tuple, record, internal));
}

function readTuple({ text, rule, mac }: FlowTuple, record: JsonObject, internal: Internal): Outcome {
  const [stamp = "", source = "", destination = "", sourcePort, destinationPort, transport = "", way, ...rest] = text.split(",", 16);
  // Network security groups write seconds, and the decision before the state; virtual networks milliseconds.
  if (!/^[0-9]{10}(?:[0-9]{3})?$/.test(stamp)) return new Reject("flow tuple: no time.");
  const time = Number(stamp) * (stamp.length === 10 ? 1000 : 1);
  const srcIp = canonicalAddress(source);
  if (srcIp === undefined) return new Reject("flow tuple: no source address.");
  const dstIp = canonicalAddress(destination);
  if (dstIp === undefined) return new Reject("flow tuple: no destination address.");
  const isGroup = transport === "T" || transport === "U";
  const protocol = readProtocol(transport === "T" ? 6 : transport === "U" ? 17 : transport);
  if (protocol.protocolNumber === undefined) return new Reject("flow tuple: no protocol.");
  const decided = isGroup ? rest[0] : rest[0] === "D" ? "D" : "A";
  const action = actions[decided ?? ""];
  if (action === undefined) return new Reject("flow tuple: neither allowed nor denied.");
  const state = isGroup ? rest[1] : rest[0];
  const counters = rest.slice(2).map(integerOf);
  const ports = hasPorts(protocol.protocolNumber);
  const isEgress = way === "O";
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    srcIp,
    srcPort: ports ? portOf(sourcePort) : undefined,
    caller: isEgress ? callerOf(record, mac) : undefined,
    dstIp,
    dstPort: ports ? portOf(destinationPort) : undefined,
    ...protocol,
    vendorDirection: isEgress ? "outbound" : "inbound",
    packetsOut: counters[0],
    bytesOut: counters[1],
    packetsIn: counters[2],
    bytesIn: counters[3],
    action,
    engineRule: rule,
  };
  if (state === "C" || state === "E") c.endTime = time;
  else c.startTime = time;
  if (c.packetsIn !== undefined && state !== "B" && action === "allowed") c.answered = c.packetsIn > 0;
  // What begins is told again with its counts, each time since the last; between two of ours the sender tells it too.
  const beginsOnly = state === "B" && action === "allowed";
  if (beginsOnly || (!isEgress && internal.has(srcIp) && internal.has(dstIp))) c.twin = true;
  return c;
}

const actions: Record<string, Action> = { A: "allowed", D: "denied" };

/** The interface that wrote the flow, and where it is. */
function callerOf(record: JsonObject, mac: string | undefined): Caller | undefined {
  const resource = textOf(record["targetResourceID"]) ?? textOf(record["resourceId"]) ?? textOf(record["flowLogResourceID"]) ?? "";
  const [, subscription] = /\/subscriptions\/([^/]{1,64})/i.exec(resource) ?? [];
  const [, group] = /\/resourcegroups\/([^/]{1,90})/i.exec(resource) ?? [];
  const caller: Caller = {};
  if (subscription !== undefined) caller.accountId = subscription.toLowerCase();
  if (mac !== undefined) caller.interfaceId = mac.toLowerCase();
  if (group !== undefined) caller.tags = { "resource-group": group.toLowerCase() };
  return Object.keys(caller).length > 0 ? caller : undefined;
}
