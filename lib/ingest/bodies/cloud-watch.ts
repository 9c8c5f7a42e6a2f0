import { isObject, readObject } from "../readers/json";
import { MAX_DEPTH } from "./json-list";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import type { Units } from "./units";

/** CloudWatch hands on at most 1 MB at a time; some of its readers join several. */
const MAX_PAYLOAD = 8 * 1024 * 1024;

/**
 * What a CloudWatch Logs subscription carries: documents with `logEvents`, each of which has a log's own line.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const cloudWatch: BodyKind = {
  open: (units) => new JsonPieces({ bytes: MAX_PAYLOAD, depth: MAX_DEPTH }, (piece) => addPayload(units, piece)),
};

function addPayload(units: Units, { text, offset, fault }: Piece): void {
  const payload = fault === undefined ? readObject(text) : undefined;
  const events = payload?.["logEvents"];
  if (!payload || !Array.isArray(events)) {
    units.add(text, offset, { reject: `logEvents: ${fault ?? "no list"}` });
    return;
  }
  // Sent by CloudWatch to try the way; it is no line of the log.
  const isControl = payload["messageType"] === "CONTROL_MESSAGE";
  for (const event of events) {
    const message = isObject(event) ? event["message"] : undefined;
    if (typeof message !== "string") units.add("", offset, { reject: "logEvents.message: absent" });
    else if (isControl) units.add("", offset, { skip: "CloudWatch's own control message" });
    else units.addLines(message, offset);
  }
}
