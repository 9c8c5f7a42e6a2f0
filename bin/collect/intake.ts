import { lineOf } from "./line-of";
import type { Spool } from "./spool";

/** A sender that can be told to wait. */
export interface Holdable {
  pause(): unknown;
  resume(): unknown;
}

/** Where messages of a source come in, whatever they came by. */
export class Intake {
  lines = 0;
  bytes = 0;
  /** Datagrams that came while the spool was full: nothing can ask UDP to wait. */
  dropped = 0;
  readonly #held = new Set<Holdable>();

  constructor(
    readonly source: string,
    private readonly spool: Spool,
  ) {
    spool.onRoom(() => {
      const held = [...this.#held];
      this.#held.clear();
      for (const sender of held) sender.resume();
    });
  }

  get isFull(): boolean {
    return this.spool.isFull;
  }

  take(message: Buffer): void {
    const line = lineOf(message);
    if (!line) return;
    this.lines++;
    this.bytes += line.length;
    this.spool.append(line);
  }

  /** Until there is room. */
  hold(sender: Holdable): void {
    sender.pause();
    this.#held.add(sender);
  }

  isHeld(sender: Holdable): boolean {
    return this.#held.has(sender);
  }

  forget(sender: Holdable): void {
    this.#held.delete(sender);
  }
}
