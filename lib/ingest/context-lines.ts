import { rejectSeal, seal, unseal } from "../db/keys";
import { detached } from "../model/detached";

/** A line that was skipped: its number in the file (0 for one sent along with a later part of it), and its text. */
export type ContextLine = readonly [line: number, text: string];

/** Headers come a few times in a file; windows without traffic come without end. */
const OF_A_REASON = 20;
const MOST_CHARACTERS = 64 * 1024;

/** Skipped lines of a batch, a few of each reason: one of them may name the columns that a rejected line is read by. */
export class ContextLines {
  readonly #lines: ContextLine[] = [];
  readonly #ofReason = new Map<string, number>();
  #room = MOST_CHARACTERS;

  add(line: number, text: string, reason: string): void {
    const before = this.#ofReason.get(reason) ?? 0;
    if (before >= OF_A_REASON || text.length > this.#room || this.#ofReason.size > 100) return;
    this.#ofReason.set(reason, before + 1);
    this.#room -= text.length;
    this.#lines.push([line, detached(text)]);
  }

  /** As they may rest; nothing where there are none. */
  seal(sourceId: number): Uint8Array | undefined {
    return this.#lines.length === 0 ? undefined : seal(Buffer.from(JSON.stringify(this.#lines)), rejectSeal(sourceId));
  }
}

/** In the order of the file. */
export const openContextLines = (sealed: Uint8Array | null, sourceId: number): ContextLine[] =>
  sealed ? (JSON.parse(Buffer.from(unseal(sealed, rejectSeal(sourceId))).toString()) as ContextLine[]) : [];
