import { isObject, type JsonObject } from "../readers/json";
import { attributesJson } from "../readers/otlp-value";
import { attributesIn, scopesOf } from "./otlp-scopes";
import type { Units } from "./units";

/** The members of a span that are kept; its events and links tell of no connection. */
const members = ["traceId", "spanId", "parentSpanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "status"];

/** A unit is a span that stands for itself: attributes as one object, with those of its resource. */
export function* addSpans(units: Units, group: JsonObject, offset: number): Generator<void> {
  const resource = attributesJson(attributesIn(group["resource"]));
  for (const { scope, list } of scopesOf(group["scopeSpans"], "spans")) {
    const around = `"resource":${resource},"scope":${JSON.stringify(typeof scope["name"] === "string" ? scope["name"] : "")}`;
    for (const span of list) {
      const own = members.flatMap((name) => (span[name] === undefined ? [] : [`${JSON.stringify(name)}:${json(span[name])}`]));
      units.add(`{${[...own, `"attributes":${attributesJson(span["attributes"])}`, around].join(",")}}`, offset);
      yield;
    }
  }
}

/** A plain value, or a status without its message, which may quote anything. */
function json(value: unknown): string {
  if (isObject(value)) return JSON.stringify({ code: value["code"] });
  return typeof value === "object" ? "null" : JSON.stringify(value);
}
