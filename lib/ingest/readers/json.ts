export type JsonObject = Record<string, unknown>;

/** @returns undefined for what is no JSON object; never throws. */
export function readObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text without blanks around it, or undefined for what a log writes for "nothing": empty, "-", "N/A", "null". */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" || text === "-" || text === "N/A" || text === "null" ? undefined : text;
}

/** A non-negative number, written as one or as text; undefined otherwise. */
export function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^[0-9]{1,15}(\.[0-9]{1,9})?$/.test(value)
        ? Number(value)
        : Number.NaN;
  return Number.isFinite(number) && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

/** A non-negative integer, so written or with an empty fraction (412.0). */
export function integerOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) ? number : undefined;
}

export function portOf(value: unknown): number | undefined {
  const number = integerOf(value);
  return number !== undefined && number <= 65_535 ? number : undefined;
}
