import { Problem } from "../../model/problem";
import { readObject } from "../readers/json";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import { addBase64 } from "./payload";
import type { Units } from "./units";

/** A record is at most 1,000 KiB before base64. */
const MAX_RECORD = 2 * 1024 * 1024;

/**
 * What Amazon Data Firehose delivers to an HTTP endpoint: {"requestId", "timestamp", "records": [{"data": base64}]}.
 * The same request may come again with another timestamp, so it is known by what it carries.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export const firehose: BodyKind = {
  isKnownByUnits: true,
  open: (units) => new JsonPieces({ bytes: MAX_RECORD, depth: 8, lists: ["records"] }, (piece) => addRecord(units, piece)),
};

function addRecord(units: Units, { text, offset, fault, isDocument }: Piece): void {
  if (isDocument)
    throw new Problem("invalid", "The body of a Firehose request has no records; nothing of it was kept.", { field: "records" });
  if (fault !== undefined) units.add("", offset, { reject: `record is ${fault}` });
  else addBase64(units, readObject(text)?.["data"], offset);
}
