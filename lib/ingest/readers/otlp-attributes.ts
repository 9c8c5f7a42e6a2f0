import { isObject } from "./json";
import { otlpJson } from "./otlp-value";

/** Attributes by name: what they say as text, since senders write numbers both ways. */
export type Attributes = ReadonlyMap<string, string>;

/** From OTLP's list of key and value, or from the plain object that stands for it; lists of texts are joined by commas. */
export function readAttributes(value: unknown): Attributes {
  const found = new Map<string, string>();
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (!isObject(entry) || typeof entry["key"] !== "string") continue;
      const json = otlpJson(entry["value"]);
      const text = json === undefined ? undefined : plain(parse(json) ?? json);
      if (text !== undefined) found.set(entry["key"], text);
    }
  } else if (isObject(value))
    for (const [key, v] of Object.entries(value)) {
      const text = plain(v);
      if (text !== undefined) found.set(key, text);
    }
  return found;
}

function plain(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) && value.every((v) => typeof v === "string") && value.length > 0 ? value.join(",") : undefined;
}

/** Digits beyond 2^53 are text enough as they are. */
function parse(json: string): unknown {
  return /^-?[0-9]{16,}$/.test(json) ? json : JSON.parse(json);
}
