import { gunzipSync } from "node:zlib";
import { Problem } from "../../model/problem";
import { documentKind } from "./document-kind";
import type { BodyKind } from "./opener";
import type { Units } from "./units";

const MAX_RATIO = 200;
const MIN_ROOM = 64 * 1024;
const MAX_ROOM = 16 * 1024 * 1024;

/** What an envelope carried: a log as a body of its own would be, plain or gzip. */
export function addPayload(units: Units, payload: Buffer, offset: number): void {
  units.within(offset, () => {
    const bytes = payload[0] === 0x1f && payload[1] === 0x8b ? gunzipped(payload) : payload;
    const kind = bytes && documentKind(bytes);
    if (bytes === undefined) units.add("", offset, { reject: "data is damaged gzip, or expands too far" });
    else if (kind) addDocument(units, kind, bytes, offset);
    else units.addLines(bytes.toString("utf8"), offset);
  });
}

function addDocument(units: Units, kind: BodyKind, bytes: Buffer, offset: number): void {
  try {
    const opener = kind.open(units);
    opener.push(bytes);
    opener.end();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    units.add(bytes.toString("utf8", 0, 1024).replaceAll(/[\r\n]/g, " "), offset, { reject: "data is damaged JSON" });
  }
}

/** The same from base64, which all envelopes use. */
export function addBase64(units: Units, data: unknown, offset: number): void {
  if (typeof data !== "string" || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(data)) units.add("", offset, { reject: "data is not base64" });
  else if (data === "") units.add("", offset, { skip: "no data" });
  else addPayload(units, Buffer.from(data, "base64"), offset);
}

function gunzipped(payload: Buffer): Buffer | undefined {
  try {
    return gunzipSync(payload, { maxOutputLength: Math.min(MAX_ROOM, Math.max(MIN_ROOM, payload.length * MAX_RATIO)) });
  } catch {
    return undefined;
  }
}
