import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import type { Reader } from "../format";
import { type JsonObject, portOf, readObject, textOf } from "./json";
import { type Outcome, Reject, Skip, tell } from "./outcome";
import { readEpoch, readIsoTime } from "./time";
import { unwrap } from "./unwrap";

/** Personal keys of all Gateway datasets. */
export const gatewayPersonal = [
  "email",
  "userid",
  "useruid",
  "devicename",
  "deviceid",
  "registrationid",
  "downloadedfilenames",
  "uploadedfilenames",
];

/** The record of a line, out of what shippers and stores wrap it in. */
function gatewayRecord(line: string, isRecord: (object: JsonObject) => boolean): JsonObject | undefined {
  let object = readObject(line);
  for (let depth = 0; object && depth < 3; depth++) {
    if (isRecord(object) || isAccess(object)) return object;
    const inner = unwrap(object, ["event", "cloudflare"]);
    object = typeof inner === "string" ? readObject(inner) : inner;
  }
  return undefined;
}

/** Whether these first lines are of the dataset. @param mark a key that its records have, and few others. */
export const detectGateway =
  (mark: string, isRecord: (object: JsonObject) => boolean) =>
  (head: readonly string[]): boolean => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => line.includes(mark) && gatewayRecord(line, isRecord) !== undefined);
  };

/** A dataset of Cloudflare Gateway: one JSON object a line, as Logpush writes it. */
export function gatewayReader(
  isRecord: (object: JsonObject) => boolean,
  toConnection: (record: JsonObject, time: number) => Outcome,
): Reader {
  return {
    read(unit, emit) {
      if (unit.trim() === "") return emit.skip("an empty line");
      const record = gatewayRecord(unit.trim(), isRecord);
      if (!record) return emit.reject("the line is no JSON object of this dataset");
      if (!isRecord(record)) return tell(emit, new Skip("a login to Cloudflare Access", loginOf(record)));
      const time = readDatetime(record["Datetime"]);
      tell(emit, time === undefined ? new Reject("Datetime: no time") : toConnection(record, time), personalOf(record));
    },
  };
}

/** Seconds, milliseconds or nanoseconds of the epoch, or RFC 3339: as the job's timestamp format has it. */
function readDatetime(value: unknown): number | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : (readEpoch(text) ?? readIsoTime(text));
}

/** Records of Access travel beside those of Gateway. */
const isAccess = (object: JsonObject): boolean => "RayID" in object && "AppDomain" in object;

const loginOf = (record: JsonObject): Partial<Connection> => ({
  loggedTime: readDatetime(record["CreatedAt"]),
  srcIp: gatewayAddress(record["IPAddress"]),
  srcUser: textOf(record["Email"]),
  application: "http",
});

/** A value that stands for nothing is empty, or all zeros. */
export function gatewayAddress(value: unknown): string | undefined {
  const text = textOf(value);
  const address = text === undefined ? undefined : canonicalAddress(text);
  return address === "0.0.0.0" || address === "::" ? undefined : address;
}

export const gatewayPort = (value: unknown): number | undefined => portOf(value) || undefined;

/** Who it was. Behind a tunnel the client has an address of its own, and the other one is what it was translated to. */
export function readGatewayClient(record: JsonObject): Partial<Connection> {
  const outer = gatewayAddress(record["SourceIP"] ?? record["SrcIP"]);
  const inner = gatewayAddress(record["SourceInternalIP"]);
  const tags = { location: textOf(record["Location"]), network: textOf(record["VirtualNetworkName"]) };
  const known = Object.entries(tags).filter((tag): tag is [string, string] => tag[1] !== undefined);
  return {
    srcIp: inner ?? outer,
    srcPort: gatewayPort(record["SourcePort"] ?? record["SrcPort"]),
    ...(inner !== undefined && outer !== undefined && { srcNatIp: outer }),
    srcUser: textOf(record["Email"]),
    srcHost: textOf(record["DeviceName"]),
    ...(known.length > 0 && { caller: { tags: Object.fromEntries(known) } }),
  };
}

/** What the policy did. Content that was quarantined came for a request that had left; a redirect answers in its stead. */
export function gatewayAction(word: string | undefined): Action {
  if (word === undefined) return "unknown";
  if (/^(?:block|redirect|error|deny)/i.test(word)) return "denied";
  if (/^quarantine/i.test(word)) return "alerted";
  return /^(?:allow|bypass|off|on$|do ?not|no|scan|isolate|override|l4_?override|egress|resolve|audit|safesearch|ytrestricted)/i.test(word)
    ? "allowed"
    : "unknown";
}

function personalOf(record: JsonObject): string[] {
  return ["Email", "UserID", "DeviceName", "DeviceID"].flatMap((key) => textOf(record[key]) ?? []);
}
