import { createHash } from "node:crypto";
import { isObject, readObject } from "../readers/json";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import { addBase64 } from "./payload";
import type { Units } from "./units";

/** A message is at most 10 MB before base64. */
const MAX_MESSAGE = 16 * 1024 * 1024;

/**
 * What Google Pub/Sub pushes: {"message": {"data": base64, "messageId"}, "subscription"}. A message that was not
 * acknowledged in time comes again, with a count of its deliveries; it is known by its id.
 *
 * @see https://cloud.google.com/pubsub/docs/push
 */
export const pubSub: BodyKind = {
  isKnownByUnits: true,
  open: (units) => new JsonPieces({ bytes: MAX_MESSAGE, depth: 16 }, (piece) => addMessage(units, piece)),
};

function addMessage(units: Units, { text, offset, fault }: Piece): void {
  const push = fault === undefined ? readObject(text) : undefined;
  const message = push?.["message"];
  const subscription = push?.["subscription"];
  if (fault !== undefined) units.add(text, offset, { reject: `message is ${fault}` });
  // A log may have such an object for its message; then it is a line like any other.
  else if (!isObject(message) || typeof subscription !== "string") units.add(text, offset);
  else {
    const id = message["messageId"] ?? message["message_id"];
    if (typeof id === "string") units.key = `pub-sub:${createHash("sha256").update(`${subscription}\n${id}`).digest("hex")}`;
    if (message["data"] === undefined) units.add("", offset, { skip: "a message without data" });
    else addBase64(units, message["data"], offset);
  }
}

/** Whether a body without any other sign of its sender is a push, told from how it begins. */
export const isPubSub = (head: string): boolean =>
  /^\{\s*"message"\s*:\s*\{\s*"(?:attributes|data|message_?id|ordering_?key|publish_?time)"/i.test(head) ||
  /^\{\s*"(?:deliveryAttempt"\s*:\s*[0-9]+\s*,\s*"message"\s*:\s*\{|subscription"\s*:\s*"projects\/)/.test(head);
