import { isObject, type JsonObject } from "../readers/json";

/** What a resource holds, by the scope that wrote it. @param member `spans` or `logRecords`. */
export function* scopesOf(scopes: unknown, member: string): Generator<{ scope: JsonObject; list: JsonObject[] }> {
  for (const entry of Array.isArray(scopes) ? scopes : []) {
    if (!isObject(entry)) continue;
    const { scope, [member]: list } = entry;
    yield { scope: isObject(scope) ? scope : {}, list: Array.isArray(list) ? list.filter(isObject) : [] };
  }
}

/** Attributes of what has some, as OTLP lists them. */
export const attributesIn = (owner: unknown): unknown => (isObject(owner) ? owner["attributes"] : undefined);
