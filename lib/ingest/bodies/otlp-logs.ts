import { isObject, type JsonObject } from "../readers/json";
import { type Attributes, readAttributes } from "../readers/otlp-attributes";
import { awsLine } from "../readers/otlp-aws";
import { attributesJson, otlpJson } from "../readers/otlp-value";
import { attributesIn, scopesOf } from "./otlp-scopes";
import { addBase64, addPayload } from "./payload";
import type { Units } from "./units";

/** A log record is what its body holds: the line, or an object; where AWS's encodings took a line apart, that line. */
export function* addLogs(units: Units, group: JsonObject, offset: number): Generator<void> {
  const resource = readAttributes(attributesIn(group["resource"]));
  for (const { scope, list } of scopesOf(group["scopeLogs"], "logRecords")) {
    const tag = readAttributes(scope["attributes"]).get("encoding.format");
    for (const record of list) {
      addRecord(units, record, resource, tag, offset);
      yield;
    }
  }
}

function addRecord(units: Units, record: JsonObject, resource: Attributes, tag: string | undefined, offset: number): void {
  const body = isObject(record["body"]) ? record["body"] : {};
  if (typeof body["stringValue"] === "string" && body["stringValue"] !== "") {
    addPayload(units, Buffer.from(body["stringValue"]), offset);
    return;
  }
  const attributes = readAttributes(record["attributes"]);
  const line = awsLine(tag ?? attributes.get("encoding.format"), attributes, resource, timeOf(record));
  if (line) units.add("line" in line ? line.line : "", offset, "skip" in line ? line : undefined);
  else if (body["bytesValue"] !== undefined) addBase64(units, body["bytesValue"], offset);
  else if (Object.keys(body).length > 0 && body["stringValue"] === undefined) units.add(otlpJson(body) ?? "", offset);
  else if (attributes.size > 0) units.add(attributesJson(record["attributes"]), offset);
  else units.add("", offset, { skip: "a log record without a body" });
}

/** Nanoseconds as text or number; 0 where the sender does not know. */
function timeOf(record: JsonObject): number | undefined {
  const nanos = record["timeUnixNano"];
  if ((typeof nanos !== "string" || !/^[0-9]{1,20}$/.test(nanos)) && typeof nanos !== "number") return undefined;
  const time = Math.floor(Number(nanos) / 1e6);
  return time > 0 && time < 8.64e15 ? time : undefined;
}
