import { createHash } from "node:crypto";
import { readObject, textOf } from "../readers/json";
import { jsonMember } from "../readers/json-member";
import { MAX_DEPTH } from "./json-list";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import { addBase64, addPayload } from "./payload";
import type { Units } from "./units";

/** An event is at most 1 MB. */
const MAX_EVENT = 2 * 1024 * 1024;

/**
 * What Azure Event Grid delivers: events in its own schema or as CloudEvents, one or an array of them. What an event's
 * `data` holds is the log: a record, a list of them, {"records": […]}, or text. Known by the events' ids.
 *
 * @see https://learn.microsoft.com/azure/event-grid/delivery-and-retry
 */
export const eventGrid: BodyKind = {
  isKnownByUnits: true,
  open(units) {
    const ids = createHash("sha256");
    const pieces = new JsonPieces({ bytes: MAX_EVENT, depth: MAX_DEPTH }, (piece) => {
      const id = addEvent(units, piece);
      ids.update(`${id}\n`);
    });
    return {
      push: (chunk) => pieces.push(chunk),
      end() {
        pieces.end();
        units.key = `event-grid:${ids.digest("hex")}`;
      },
    };
  },
};

/** @returns what the event is known by. */
function addEvent(units: Units, { text, offset, fault }: Piece): string {
  const event = fault === undefined ? readObject(text) : undefined;
  if (!event) {
    units.add("", offset, { reject: `event is ${fault ?? "no object"}` });
    return text;
  }
  const type = textOf(event["eventType"] ?? event["type"]) ?? "";
  const data = jsonMember(text, "data");
  if (/^Microsoft\.(?:EventGrid\.Subscription|Storage\.|EventHub\.CaptureFileCreated)/.test(type))
    units.add("", offset, { skip: "an event about a subscription or a file, which holds no line" });
  else if (event["data_base64"] !== undefined) addBase64(units, event["data_base64"], offset);
  else if (data === undefined || data === "null") units.add("", offset, { skip: "an event without data" });
  else addPayload(units, Buffer.from(typeof event["data"] === "string" ? event["data"] : data), offset);
  return `${textOf(event["source"] ?? event["topic"]) ?? ""} ${textOf(event["id"]) ?? text}`;
}
