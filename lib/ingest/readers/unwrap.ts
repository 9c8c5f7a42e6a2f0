import { isObject, type JsonObject, readObject } from "./json";

/** Where shippers and stores keep the line they carry. */
const carriers = ["message", "_raw", "event.original", "log", "line", "raw", "msg", "body"] as const;

/**
 * What an envelope holds: the line of Filebeat's `message`, Splunk's `result._raw`, `event.original`, a container's
 * `log`, or the object under one of the given names.
 *
 * @returns a line, an object, or undefined where the object is no envelope.
 */
export function unwrap(object: JsonObject, names: readonly string[] = []): string | JsonObject | undefined {
  for (const name of names) if (isObject(object[name])) return object[name];
  for (const key of carriers) {
    const line = object[key];
    if (typeof line === "string" && line !== "") return line;
    if (isObject(line)) return line;
  }
  const original = isObject(object["event"]) ? object["event"]["original"] : undefined;
  if (typeof original === "string") return original;
  const inner = object["result"] ?? object["json"] ?? object["data"] ?? object["fields"] ?? object["zeek"];
  if (isObject(inner)) return inner;
  return typeof inner === "string" ? readObject(inner) : undefined;
}
