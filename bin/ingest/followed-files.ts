import type { BigIntStats } from "node:fs";
import fs from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { FolderWatch } from "./folder-watch";
import { inodeOf, LogFile, lookOf } from "./log-file";
import type { Paths } from "./paths";
import type { Trails } from "./trails";

export interface Followed {
  file: LogFile;
  /** No name that is followed leads to it any more, since this time. */
  goneSince?: number;
  /** What it looked like when it was last read to its end. */
  state?: string;
  notBefore: number;
  failures: number;
  copies: number;
  told?: string;
}

const LOOK_MS = 1000;
/** Events come in swarms. */
const SETTLE_MS = 50;
/** A writer may keep a file that was renamed for as long as it has not been told. */
const RENAMED_MS = 600_000;
const DELETED_MS = 60_000;
/** Files that were read and are not written to need not be held open. */
const DORMANT_MS = 600_000;

/** The files that are followed: held open, so that none is lost when it is renamed or deleted before it was read. */
export class FollowedFiles {
  readonly #open = new Map<string, Followed>();
  /** Read, and closed: what they looked like then. */
  readonly #dormant = new Map<string, string>();
  /** Files that may not be opened, and why: told once. */
  readonly #refused = new Map<string, string>();
  #wake: () => void = () => {};

  constructor(
    private readonly paths: Paths,
    private readonly trails: Trails,
    private readonly report: (path: string, problem: string) => void,
  ) {}

  /** Old ones first: what lost its name, then what was there, then what came. */
  inOrder(): Followed[] {
    const rank = (f: Followed): number => (f.goneSince !== undefined ? 0 : f.file.trail ? 1 : 2);
    return [...this.#open.values()].sort((a, b) => rank(a) - rank(b));
  }

  /** Looks for files until it is told to stop, also while a batch waits for the app. */
  async look(signal: AbortSignal): Promise<void> {
    const watch = new FolderWatch(() => this.#wake());
    signal.addEventListener("abort", () => this.#wake());
    while (!signal.aborted) {
      watch.set(await this.scan());
      await Promise.race([wait(LOOK_MS, undefined, { signal }).catch(() => {}), new Promise<void>((resolve) => (this.#wake = resolve))]);
      if (!signal.aborted) await wait(SETTLE_MS);
    }
    watch.close();
  }

  /** @returns the folders in which files may appear. */
  async scan(): Promise<Set<string>> {
    const { files, folders } = await this.paths.expand();
    const named = await statAll(files);
    for (const { path, inode } of named) {
      const known = this.#open.get(inode);
      if (known) known.file.path = path;
    }
    for (const f of named) if (this.#isNew(f)) await this.#add(f.path);
    const besides = await statAll(await this.paths.beside());
    for (const f of besides) if (this.#isNew(f) && this.trails.remembers(f.inode)) await this.#addRotated(f.path);
    const here = new Set(named.map((f) => f.inode));
    for (const [inode, f] of this.#open) {
      if (here.has(inode)) f.goneSince = undefined;
      else f.goneSince ??= Date.now();
    }
    for (const { inode } of besides) here.add(inode);
    for (const inode of this.#dormant.keys()) if (!here.has(inode)) this.#dormant.delete(inode);
    return folders;
  }

  #isNew({ inode, look }: Seen): boolean {
    return !this.#open.has(inode) && this.#dormant.get(inode) !== look;
  }

  /** Closes what was read to its end and is written to no more. */
  async forget(): Promise<void> {
    for (const [inode, f] of this.#open) {
      if (f.state === undefined || f.told !== undefined) continue;
      const { changedMs, isDeleted, look } = await f.file.stat();
      const isRead = f.state.startsWith(`${look} `);
      const quietMs = Date.now() - Math.max(changedMs, f.goneSince ?? 0);
      if (!isRead || quietMs < (isDeleted ? DELETED_MS : f.goneSince !== undefined ? RENAMED_MS : DORMANT_MS)) continue;
      this.#open.delete(inode);
      if (!isDeleted) this.#dormant.set(inode, look);
      await f.file.close(this.trails);
    }
  }

  async close(): Promise<void> {
    for (const f of this.#open.values()) await f.file.close(this.trails);
    this.#open.clear();
  }

  async #add(path: string): Promise<Followed | undefined> {
    try {
      const file = await LogFile.open(path);
      this.#refused.delete(path);
      if (this.#open.has(file.inode)) return void (await file.close(this.trails));
      const followed: Followed = { file, notBefore: 0, failures: 0, copies: 0 };
      this.#dormant.delete(file.inode);
      this.#open.set(file.inode, followed);
      return followed;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || this.#refused.get(path) === code) return;
      this.#refused.set(path, String(code));
      this.report(path, code === "EACCES" ? "it may not be read" : `it cannot be opened (${code})`);
    }
  }

  /** A file that was renamed while nobody followed it is read to its end; another that has got its inode is not ours. */
  async #addRotated(path: string): Promise<void> {
    const added = await this.#add(path);
    if (!added) return;
    const { file } = added;
    await file.settle(this.trails);
    if (file.trail && file.trail.offset > 0) return;
    this.#open.delete(file.inode);
    this.#dormant.set(file.inode, (await file.stat()).look);
    await file.close(this.trails);
  }
}

interface Seen {
  path: string;
  inode: string;
  look: string;
  changed: bigint;
}

/** The files among these paths, the oldest first. */
async function statAll(paths: readonly string[]): Promise<Seen[]> {
  const stats = await Promise.all(paths.map(async (path) => ({ path, stat: await statOf(path) })));
  return stats
    .flatMap(({ path, stat }) => (stat?.isFile() ? [{ path, inode: inodeOf(stat), look: lookOf(stat), changed: stat.mtimeNs }] : []))
    .sort((a, b) => Number(a.changed - b.changed));
}

const statOf = (path: string): Promise<BigIntStats | undefined> => fs.stat(path, { bigint: true }).catch(() => undefined);
