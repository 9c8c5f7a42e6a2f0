import { isObject } from "./json";

/** Values within values. */
const MAX_DEPTH = 32;

/**
 * A value of OTLP's JSON mapping ({"stringValue": …}) as the plain JSON it stands for. 64-bit numbers keep their digits.
 *
 * @returns undefined where nothing is said; never throws.
 */
export function otlpJson(value: unknown, depth = 0): string | undefined {
  if (!isObject(value) || depth > MAX_DEPTH) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = value;
  if (typeof stringValue === "string") return JSON.stringify(stringValue);
  if (typeof boolValue === "boolean") return String(boolValue);
  if (intValue !== undefined) return /^-?(?:0|[1-9][0-9]{0,18})$/.test(String(intValue)) ? String(intValue) : undefined;
  if (doubleValue !== undefined) return Number.isFinite(doubleValue) ? String(doubleValue) : JSON.stringify(String(doubleValue));
  if (typeof bytesValue === "string") return JSON.stringify(bytesValue);
  if (isObject(kvlistValue)) return attributesJson(kvlistValue["values"], depth + 1);
  if (!isObject(arrayValue)) return undefined;
  const values = Array.isArray(arrayValue["values"]) ? arrayValue["values"] : [];
  return `[${values.map((v) => otlpJson(v, depth + 1) ?? "null").join(",")}]`;
}

/** A list of attributes ([{"key", "value"}]) as one plain JSON object. */
export function attributesJson(list: unknown, depth = 0): string {
  const members: string[] = [];
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isObject(entry) || typeof entry["key"] !== "string") continue;
    const value = otlpJson(entry["value"], depth);
    if (value !== undefined) members.push(`${JSON.stringify(entry["key"])}:${value}`);
  }
  return `{${members.join(",")}}`;
}
