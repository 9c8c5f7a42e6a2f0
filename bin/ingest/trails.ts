import { createHash } from "node:crypto";
import type { KnownFile } from "../../lib/db/file-cursor";
import { Passed } from "./passed";
import type { Reading } from "./reading";

/** What is known of one log: how far it was read, and what proves it. Its file may be renamed, copied or compressed meanwhile. */
export interface Trail extends KnownFile {
  /** What reads it now. */
  holder?: Reading;
  /** What was read of it last by this process. */
  passed?: Passed;
}

/** Trails that are kept in mind, and what was read of them: those of files that are gone go first. */
const MOST = 4000;
const MOST_PASSED = 200;
/** What any log holds before its first byte. */
const NOTHING = new Passed().fingerprint;

/** The logs of this machine that a source knows. A log is known by what it holds; device and inode say where to look first. */
export class Trails {
  readonly #trails = new Map<string, Trail>();
  readonly #prefix: string;

  constructor(host: string, known: readonly KnownFile[] = []) {
    this.#prefix = Trails.prefix(host);
    for (const k of [...known].reverse()) this.#trails.set(k.file, { ...k });
  }

  /** How names of a machine's logs begin; the machine's own name stays here. */
  static prefix(host: string): string {
    return `${short(host, 12)}-`;
  }

  /**
   * The trail that a file belongs to, now held by its reading; a new one where there is none.
   *
   * @param inode device and inode.
   * @returns "copy" where all of it is read already, or being read through another file.
   */
  async find(inode: string, reading: Reading): Promise<Trail | "copy"> {
    const hint = this.#hint(inode);
    const trails = [...this.#trails.values()];
    // A large archive is not read in vain where nothing is known yet.
    if (trails.length === 0) return this.#hold(this.#begin(hint, trails), reading);
    const { at, end } = await reading.marks(trails.map((t) => t.offset));
    if (trails.some((t) => t.offset > end.offset && t.passed?.fingerprintAt(end.offset) === end.fingerprint)) return "copy";
    const isHere = (t: Trail): number => Number(t.file.startsWith(hint));
    const same = trails
      .filter((t) => at.get(t.offset) === t.prefixHash && (t.offset > 0 || isHere(t)))
      // Logs may begin alike: what agrees furthest is the log.
      .sort((a, b) => b.offset - a.offset || isHere(b) - isHere(a));
    for (const t of same) {
      if (!t.holder || t.holder === reading) return this.#hold(t, reading);
      const theirs = (await t.holder.marks([t.offset, end.offset])).at;
      // Their file was truncated after this copy was made of it, and they have not seen it yet.
      if (theirs.get(t.offset) !== t.prefixHash) return this.#hold(t, reading);
      if (theirs.get(end.offset) === end.fingerprint) return "copy";
    }
    return this.#hold(this.#begin(hint, trails), reading);
  }

  /** A file that is read no more, or is another by now. */
  release(trail: Trail, reading: Reading): void {
    if (trail.holder === reading) trail.holder = undefined;
  }

  /** Whether a file with this device and inode was read before. */
  remembers(inode: string): boolean {
    const hint = this.#hint(inode);
    for (const file of this.#trails.keys()) if (file.startsWith(hint)) return true;
    return false;
  }

  /** What the source says of one. */
  correct(known: KnownFile): void {
    const trail = this.#trails.get(known.file);
    if (trail) Object.assign(trail, known, { passed: undefined });
    else this.#trails.set(known.file, { ...known });
  }

  #hint(inode: string): string {
    return `${this.#prefix}${short(inode, 20)}-`;
  }

  #hold(trail: Trail, reading: Reading): Trail {
    trail.holder = reading;
    // The last used are the last to be forgotten.
    this.#trails.delete(trail.file);
    this.#trails.set(trail.file, trail);
    let left = this.#trails.size;
    for (const [file, t] of this.#trails) {
      if (left-- <= MOST_PASSED) break;
      if (t.holder) continue;
      t.passed = undefined;
      if (this.#trails.size > MOST) this.#trails.delete(file);
    }
    return trail;
  }

  /** The same name wherever it is begun: of two commands that begin one log at a time, the second is refused. */
  #begin(hint: string, trails: readonly Trail[]): Trail {
    const before = trails.filter((t) => t.file.startsWith(hint)).map((t) => Number(t.file.slice(hint.length)));
    return { file: `${hint}${Math.max(0, ...before) + 1}`, offset: 0, line: 0, prefixHash: NOTHING };
  }
}

const short = (text: string, length: number): string => createHash("sha256").update(text).digest("hex").slice(0, length);
