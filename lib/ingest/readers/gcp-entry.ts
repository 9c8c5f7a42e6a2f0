import { canonicalAddress } from "../../model/address";
import type { Caller, Connection } from "../../model/connection";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { Format, ReadOptions } from "../format";
import { carriedRecords } from "./carried";
import { isObject, type JsonObject, portOf, textOf } from "./json";
import { type Outcome, Reject, Skip, tell, tellAll } from "./outcome";
import { Recent } from "./recent";
import { readIsoTime } from "./time";

/** What an entry of Cloud Logging says beside its payload. */
export interface GcpEntry {
  payload: JsonObject;
  time: number;
}

/**
 * Reads one log of Google Cloud Logging: entries as JSON, alone, in a list, or in the messages of Pub/Sub.
 *
 * @param log the end of its name, behind the service (`vpc_flows` of compute.googleapis.com%2Fvpc_flows).
 * @param isPayload whether an entry that names no log is one of it.
 */
export function gcpLog(
  log: string,
  isPayload: (payload: JsonObject) => boolean,
  openLog: (options: ReadOptions) => (entry: GcpEntry) => Outcome,
): Pick<Format, "detect" | "open"> {
  const isEntry = (o: JsonObject): boolean => {
    const name = textOf(o["logName"] ?? o["log_name"]);
    if (name !== undefined) return name.endsWith(`%2F${log}`) || name.endsWith(`/${log}`);
    const payload = payloadOf(o);
    return payload !== undefined && isPayload(payload);
  };
  return {
    detect: (head) => carriedRecords(head.find((l) => l.trim() !== "") ?? "", isEntry)?.some(isEntry) ?? false,
    open(options) {
      const read = openLog(options);
      const seen = new Recent(1 << 16);
      const readOne = (o: JsonObject): Outcome => {
        const payload = payloadOf(o);
        if (!payload || !isEntry(o)) return new Reject(`logName: no entry of ${log}.`);
        const time = readIsoTime(textOf(o["timestamp"]) ?? textOf(o["receiveTimestamp"]) ?? "");
        if (time === undefined) return new Reject("timestamp: no time.");
        const outcome = read({ payload, time });
        if (outcome instanceof Skip || outcome instanceof Reject) return outcome;
        // Pub/Sub delivers at least once; Google's id tells a repetition.
        const id = textOf(o["insertId"]);
        if (id !== undefined && !seen.add(`${id} ${time}`)) outcome.twin = true;
        return outcome;
      };
      return {
        read(unit, emit) {
          const entries = carriedRecords(unit, isEntry);
          if (entries) tellAll(emit, entries.map(readOne));
          else tell(emit, unit.trim() === "" ? new Skip("An empty line.") : new Reject("The line is no JSON."));
        },
      };
    },
  };
}

function payloadOf(o: JsonObject): JsonObject | undefined {
  const payload = o["jsonPayload"] ?? o["json_payload"];
  return isObject(payload) ? payload : undefined;
}

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** 0 is what Google writes where there is no port. */
export const gcpPort = (value: unknown): number | undefined => portOf(value) || undefined;

/** Who called whom, of an entry that tells of one connection; its time is that of the entry. */
export function gcpConnection({ payload, time }: GcpEntry): Connection | Reject {
  const flow = objectOf(payload["connection"]);
  const srcIp = canonicalAddress(textOf(flow["src_ip"]) ?? "");
  if (srcIp === undefined) return new Reject("jsonPayload.connection.src_ip: no address.");
  const dstIp = canonicalAddress(textOf(flow["dest_ip"]) ?? "");
  if (dstIp === undefined) return new Reject("jsonPayload.connection.dest_ip: no address.");
  const protocol = readProtocol(textOf(flow["protocol"]));
  const c: Connection = { kind: "connection", startTime: time, loggedTime: time, srcIp, dstIp };
  if (protocol.protocolNumber === undefined || hasPorts(protocol.protocolNumber)) {
    c.srcPort = gcpPort(flow["src_port"]);
    c.dstPort = gcpPort(flow["dest_port"]);
  }
  return Object.assign(c, protocol);
}

/** A virtual machine as the logs describe it, with its network and, where it is a node, what runs on it. */
export function gcpCaller(instance: JsonObject, vpc: JsonObject, gke: JsonObject = {}): Caller | undefined {
  const pod = objectOf(gke["pod"]);
  const values = {
    accountId: textOf(instance["project_id"] ?? vpc["project_id"]),
    instanceId: textOf(instance["vm_name"]),
    service: textOf(objectOf(pod["pod_workload"])["workload_name"]),
  };
  const tags = {
    region: textOf(instance["region"]),
    zone: textOf(instance["zone"]),
    "vpc-name": textOf(vpc["vpc_name"]),
    "subnetwork-name": textOf(vpc["subnetwork_name"]),
    "gke-cluster": textOf(objectOf(gke["cluster"])["cluster_name"]),
    "gke-namespace": textOf(pod["pod_namespace"]),
    "gke-pod": textOf(pod["pod_name"]),
  };
  const known = definedOf(tags);
  const caller: Caller = definedOf(values);
  if (Object.keys(known).length > 0) caller.tags = known;
  return Object.keys(caller).length > 0 ? caller : undefined;
}

const definedOf = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
