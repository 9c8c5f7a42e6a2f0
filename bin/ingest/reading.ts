import type { FileBatch } from "./file-batch";
import type { Passed } from "./passed";

/** How a file of one kind is read. */
export interface Reading {
  /** What lies before the next batch. */
  readonly passed: Passed;
  /** Fingerprints of what the file holds now at these places, and at its end; places beyond it are left out. */
  marks(offsets: readonly number[]): Promise<Marks>;
  /** The next batch is to begin here. */
  stand(at: { offset: number; line: number }): Promise<void>;
  /**
   * At most so many bytes from where it stands, which then lie behind; none where there are no more whole lines.
   *
   * @param isLast the file grows no more: what is behind the last line break is a line.
   * @returns "changed" when what lies before is no longer what was read: the file was truncated or written anew.
   */
  next(limit: number, isLast: boolean): Promise<FileBatch | "changed" | undefined>;
  /** Lets go of what is not read to its end. */
  close(): Promise<void>;
}

export interface Marks {
  at: ReadonlyMap<number, string>;
  end: { offset: number; fingerprint: string };
}
