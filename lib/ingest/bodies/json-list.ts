import { MAX_LINE } from "../lines";
import { divided } from "./divided";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import type { Units } from "./units";

/** Of one unit. */
export const MAX_DEPTH = 32;
/** Of an element that may become several units. */
const MAX_ELEMENT = 4 * 1024 * 1024;

/** Arrays, and documents whose `records` are one (Azure's diagnostic settings, Event Hubs): a unit is an element, or a part of a long one. */
export const jsonList: BodyKind = {
  open: (units) => new JsonPieces({ bytes: MAX_ELEMENT, depth: MAX_DEPTH, lists: ["records"] }, (piece) => addElement(units, piece)),
};

/** An object as its text, a text as the lines it holds. */
export function addElement(units: Units, { text, offset, fault }: Piece): void {
  if (fault !== undefined) units.add(text, offset, { reject: `element is ${fault}` });
  else if (text.length > MAX_LINE) addLong(units, text, offset);
  else if (text.startsWith("{")) units.add(text, offset);
  else {
    const line = text.startsWith('"') ? readText(text) : undefined;
    if (line === undefined) units.add(text, offset, { reject: "element is neither an object nor a text" });
    else units.addLines(line, offset);
  }
}

function addLong(units: Units, text: string, offset: number): void {
  const parts = divided(text, MAX_LINE);
  if (parts) for (const part of parts) units.add(part, offset);
  else units.add(text, offset, { reject: `element is longer than ${MAX_LINE / 1024} KiB` });
}

function readText(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
