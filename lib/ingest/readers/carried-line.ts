import { isObject, readObject } from "./json";
import { unwrap } from "./unwrap";

/** The line itself, or the one that an envelope of JSON carries: `event.original` before what else it may hold. */
export function carriedLine(text: string, isLine: (line: string) => boolean): string | undefined {
  if (!text.startsWith("{")) return isLine(text) ? text : undefined;
  const object = readObject(text);
  if (!object) return undefined;
  const original = isObject(object["event"]) ? object["event"]["original"] : object["event.original"];
  const carried = typeof original === "string" ? original : unwrap(object);
  return typeof carried === "string" && isLine(carried) ? carried : undefined;
}
