import { Problem } from "../../model/problem";
import { type JsonObject, readObject } from "../readers/json";
import { resourceLogs, resourceSpans } from "../readers/otlp-schema";
import { WireFault, WireReader } from "../readers/protobuf";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import { addLogs } from "./otlp-logs";
import { addSpans } from "./otlp-spans";
import type { Units } from "./units";

/** Of a request; OpenTelemetry's Collector takes 20 MiB itself. */
export const MAX_REQUEST = 32 * 1024 * 1024;
/** A value may be nested 32 deep, four brackets for each, within its record. */
const limits = { depth: 140, fields: 3_000_000 };

/**
 * OTLP's JSON: `resourceSpans` or `resourceLogs`, one after the other; a file of the Collector's `file` exporter is
 * such documents, one a line.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export const otlpJson: BodyKind = {
  open: (units) =>
    new JsonPieces({ bytes: MAX_REQUEST, depth: limits.depth, lists: ["resourceSpans", "resourceLogs"] }, (piece) =>
      addResource(units, piece),
    ),
};

function addResource(units: Units, { text, offset, fault, isDocument }: Piece): void {
  if (isDocument && fault === undefined) return;
  const group = fault === undefined && isModest(text) ? readObject(text) : undefined;
  if (!group)
    throw new Problem("invalid", `What begins at byte ${offset} is ${fault ?? "no JSON, or too much of it at once"}; nothing was kept.`, {
      offset,
    });
  if (group["scopeSpans"] !== undefined) addSpans(units, group, offset);
  else addLogs(units, group, offset);
}

/** Whether it holds no more values than a request may: three bytes can become an object. */
function isModest(json: string): boolean {
  let values = 0;
  for (let at = json.indexOf(","); at >= 0; at = json.indexOf(",", at + 1)) if (++values > limits.fields) return false;
  return true;
}

export const otlpTraces: BodyKind = { open: (units) => fromWire(units, resourceSpans, addSpans) };
export const otlpLogs: BodyKind = { open: (units) => fromWire(units, resourceLogs, addLogs) };

/** OTLP's protobuf: held whole, since a group says its length before it comes. */
function fromWire(
  units: Units,
  message: typeof resourceLogs,
  add: (units: Units, group: JsonObject, offset: number) => void,
): ReturnType<BodyKind["open"]> {
  const chunks: Uint8Array[] = [];
  return {
    push: (chunk) => void chunks.push(Uint8Array.from(chunk)),
    end() {
      try {
        for (const { offset, value } of new WireReader(Buffer.concat(chunks), limits).each(1, message)) add(units, value, offset);
      } catch (error) {
        if (!(error instanceof WireFault)) throw error;
        throw new Problem("invalid", `The protobuf is damaged at byte ${error.offset}: ${error.message}; nothing was kept.`, {
          offset: error.offset,
        });
      }
    },
  };
}
