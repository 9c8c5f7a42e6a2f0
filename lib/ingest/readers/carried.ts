import { isObject, type JsonObject } from "./json";
import { unwrap } from "./unwrap";

/** Lists in which stores, streams and subscriptions deliver several records at once. */
const lists = ["records", "Records", "logEvents", "value", "entries", "receivedMessages", "result"] as const;
/** Envelopes within envelopes; more is nobody's. */
const DEPTH = 6;

/**
 * The records that a line of JSON holds: itself, or those inside the envelopes of clouds and shippers. What turns out to
 * be no record is given as it stands, so that its reader can say what it lacks.
 *
 * @returns undefined where the line is no JSON; an empty list where it lists nothing.
 */
export function carriedRecords(line: string, isRecord: (object: JsonObject) => boolean): JsonObject[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  return open(value, isRecord, 0);
}

function open(value: unknown, isRecord: (object: JsonObject) => boolean, depth: number): JsonObject[] {
  if (Array.isArray(value)) return depth > DEPTH ? [] : value.flatMap((element) => open(element, isRecord, depth + 1));
  if (typeof value === "string") value = parse(value);
  if (!isObject(value)) return [{}];
  if (depth > DEPTH || isRecord(value)) return [value];
  for (const name of lists) if (Array.isArray(value[name])) return open(value[name], isRecord, depth + 1);
  const carried = unwrap(value) ?? decoded(value["data"]);
  return carried === undefined ? [value] : open(carried, isRecord, depth + 1);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Pub/Sub and Kinesis carry a record as base64. */
function decoded(data: unknown): string | undefined {
  if (typeof data !== "string" || data.length < 4) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
