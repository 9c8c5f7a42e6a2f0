import { Problem } from "../../model/problem";
import { isObject } from "../readers/json";
import type { Push } from "./push";

const MAX_GREETING = 64 * 1024;

/**
 * Azure Event Grid asks once whether its events are wanted here; the answer is the code it sent.
 *
 * @see https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema
 */
export const eventGridPush: Push = {
  wrapping: "event-grid",
  isFrom: (headers) => headers.has("aeg-event-type") || /^application\/cloudevents/i.test(headers.get("content-type") ?? ""),
  async greet(request) {
    if (request.headers.get("aeg-event-type") !== "SubscriptionValidation") return undefined;
    const events = parse(await readSmall(request));
    const event: unknown = Array.isArray(events) ? events[0] : events;
    const data = isObject(event) ? event["data"] : undefined;
    const code = isObject(data) ? data["validationCode"] : undefined;
    if (typeof code !== "string") throw new Problem("invalid", "The validation event has no code.", { field: "data.validationCode" });
    return Response.json({ validationResponse: code });
  },
};

async function readSmall(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_GREETING) throw new Problem("too-large", "A validation event is at most 64 KiB.", { limitBytes: MAX_GREETING });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid", "The validation event is no JSON.");
  }
}
