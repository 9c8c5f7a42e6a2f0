import { createHash } from "node:crypto";
import type { Push } from "./push";

const MESSAGE_ID = "x-goog-pubsub-message-id";

/**
 * Google Pub/Sub without its wrapper: the body is the message, and headers say what it is known by. In its wrapper the
 * body says so itself.
 *
 * @see https://cloud.google.com/pubsub/docs/payload-unwrapping
 */
export const pubSubPush: Push = {
  isFrom: (headers) => headers.has(MESSAGE_ID),
  key: (headers) => {
    const subscription = headers.get("x-goog-pubsub-subscription-name") ?? "";
    return `pub-sub:${createHash("sha256")
      .update(`${subscription}\n${headers.get(MESSAGE_ID)}`)
      .digest("hex")}`;
  },
};
