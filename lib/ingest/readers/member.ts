import { isObject, type JsonObject } from "./json";

/**
 * A member by its path: nested, as one dotted key, or dotted at any depth ("source.ip", "source": { "nat.ip": … }), as
 * shippers and stores write the same document.
 */
export function member(object: JsonObject, path: string): unknown {
  const whole = object[path];
  if (whole !== undefined) return whole;
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const inner = object[path.slice(0, dot)];
    if (!isObject(inner)) continue;
    const found = member(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
