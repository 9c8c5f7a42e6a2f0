import { MAX_LINE } from "../lines";
import { JsonPieces, type Piece } from "./json-pieces";
import type { BodyKind } from "./opener";
import type { Units } from "./units";

/** Of one unit. */
export const MAX_DEPTH = 32;

/** Arrays, and documents whose `records` are one (Azure's diagnostic settings, Event Hubs): a unit is an element. */
export const jsonList: BodyKind = {
  open: (units) => new JsonPieces({ bytes: MAX_LINE, depth: MAX_DEPTH, lists: ["records"] }, (piece) => addElement(units, piece)),
};

/** An object as its text, a text as the lines it holds. */
export function addElement(units: Units, { text, offset, fault }: Piece): void {
  if (fault !== undefined) units.add(text, offset, { reject: `element is ${fault}` });
  else if (text.startsWith("{")) units.add(text, offset);
  else {
    const line = text.startsWith('"') ? readText(text) : undefined;
    if (line === undefined) units.add(text, offset, { reject: "element is neither an object nor a text" });
    else units.addLines(line, offset);
  }
}

function readText(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
