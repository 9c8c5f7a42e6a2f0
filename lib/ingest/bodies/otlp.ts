import { Problem } from "../../model/problem";
import { type JsonObject, readObject } from "../readers/json";
import { resourceLogs, resourceSpans } from "../readers/otlp-schema";
import { type Message, WireFault, WireReader } from "../readers/protobuf";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind, Opener } from "./opener";
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
  open(units) {
    const groups: Group[] = [];
    const pieces = new JsonPieces({ bytes: MAX_REQUEST, depth: limits.depth, lists: ["resourceSpans", "resourceLogs"] }, (piece) => {
      const group = readGroup(piece);
      if (group) groups.push(group);
    });
    return { push: (chunk) => pieces.push(chunk), end: () => pieces.end(), drain: () => addGroups(units, groups) };
  },
};

/** Of one resource. */
interface Group {
  value: JsonObject;
  offset: number;
}

function readGroup({ text, offset, fault, isDocument }: Piece): Group | undefined {
  if (isDocument && fault === undefined) return undefined;
  const value = fault === undefined && isModest(text) ? readObject(text) : undefined;
  if (value) return { value, offset };
  throw new Problem("invalid", `What begins at byte ${offset} is ${fault ?? "no JSON, or too much of it at once"}; nothing was kept.`, {
    offset,
  });
}

/** Groups are done with as they are added. */
function* addGroups(units: Units, groups: Group[]): Generator<void> {
  for (let group = groups.shift(); group; group = groups.shift()) {
    const { value, offset } = group;
    yield* value["scopeSpans"] === undefined ? addLogs(units, value, offset) : addSpans(units, value, offset);
  }
}

/** Whether it holds no more values than a request may: three bytes can become an object. */
function isModest(json: string): boolean {
  let values = 0;
  for (let at = json.indexOf(","); at >= 0; at = json.indexOf(",", at + 1)) if (++values > limits.fields) return false;
  return true;
}

export const otlpTraces: BodyKind = { open: (units) => fromWire(units, resourceSpans) };
export const otlpLogs: BodyKind = { open: (units) => fromWire(units, resourceLogs) };

/** OTLP's protobuf: held whole, since a group says its length before it comes. */
function fromWire(units: Units, message: Message): Opener {
  const chunks: Uint8Array[] = [];
  let groups: Iterable<Group> = [];
  return {
    push: (chunk) => void chunks.push(Uint8Array.from(chunk)),
    end() {
      groups = new WireReader(Buffer.concat(chunks.splice(0)), limits).each(1, message);
    },
    *drain() {
      try {
        for (const group of groups) yield* addGroups(units, [group]);
      } catch (error) {
        if (!(error instanceof WireFault)) throw error;
        throw new Problem("invalid", `The protobuf is damaged at byte ${error.offset}: ${error.message}; nothing was kept.`, {
          offset: error.offset,
        });
      }
    },
  };
}
