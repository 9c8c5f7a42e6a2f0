import { isObject, type JsonObject, readObject } from "../readers/json";

const DEPTH = 32;

/**
 * A record that is too long for a unit, as several: each the record with a part of the list that makes it long. Azure
 * writes all flows of a busy minute into one.
 *
 * @returns undefined where it is no such record.
 */
export function divided(text: string, most: number): string[] | undefined {
  const record = readObject(text);
  // What every part repeats is its lesser half, or little would become much.
  const parts = record && partsOf(record, most, most / 2, 0);
  return parts?.map((part) => JSON.stringify(part));
}

/** @param room for the value. @param least that must be left for a list within it. */
function partsOf(value: unknown, room: number, least: number, depth: number): unknown[] | undefined {
  const length = JSON.stringify(value)?.length ?? 0;
  if (length <= room) return [value];
  if (depth > DEPTH || room < least) return undefined;
  if (Array.isArray(value)) {
    if (value.length < 2) return partsOf(value[0], room - 2, least, depth + 1)?.map((part) => [part]);
    const middle = value.length >> 1;
    const [first, second] = [value.slice(0, middle), value.slice(middle)].map((half) => partsOf(half, room, least, depth));
    return first && second && [...first, ...second];
  }
  if (!isObject(value)) return undefined;
  const [key, size] = longestOf(value);
  return partsOf(value[key], room - (length - size), least, depth + 1)?.map((part) => ({ ...value, [key]: part }));
}

function longestOf(value: JsonObject): [string, number] {
  let longest: [string, number] = ["", 0];
  for (const [key, member] of Object.entries(value)) {
    const size = typeof member === "object" ? JSON.stringify(member).length : 0;
    if (size > longest[1]) longest = [key, size];
  }
  return longest;
}
