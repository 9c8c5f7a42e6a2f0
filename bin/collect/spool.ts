import { EventEmitter, once } from "node:events";
import fs from "node:fs";
import { promisify } from "node:util";
import { asidePath, bytesAside, newSegmentName, openPath, recoverSegments, type Segment, wholePath } from "./segment";

export interface SpoolLimits {
  /** Bytes on disk, what was refused among them. */
  maxBytes: number;
  /** A segment is closed at this size; one batch of the app. */
  segmentBytes: number;
  /** A smaller one is closed at this age, where nothing else waits to be delivered. */
  everyMs: number;
  /** What was written is on the disk after this time, whatever becomes of the machine. */
  syncMs: number;
}

interface Open {
  name: string;
  fd: number;
  bytes: number;
  since: number;
  unsynced: boolean;
  /** Its name is not known to be on the disk yet. */
  isNew: boolean;
  syncing: Promise<void>;
}

/** Reading goes on when there is this much room again, lest it stops and starts with each segment. */
const ROOM = 0.9;
const RETRY_MS = 1_000;

/**
 * Lines on their way to a source, in files. Lines are handed to the operating system at the end of the turn of the loop in
 * which they were read: kill -9 takes no more than that turn. `syncMs` later they are on the disk.
 */
export class Spool {
  readonly #news = new EventEmitter();
  readonly #waiting: Segment[];
  readonly #timer: NodeJS.Timeout;
  #open: Open | undefined;
  #closing: Promise<void> = Promise.resolve();
  #pending: Buffer = Buffer.allocUnsafe(64 * 1024);
  #pendingBytes = 0;
  /** Of what waits, is open, or is yet to be written. */
  #bytes: number;
  #aside: number;
  #isDue = false;
  #isFull = false;
  #trouble: string | undefined;
  #syncedAt = Date.now();
  #triedAt = 0;
  /** Bytes after the last whole line of what an earlier process had open. */
  readonly tornBytes: number;

  constructor(
    private readonly folder: string,
    private readonly limits: SpoolLimits,
    private readonly say: (message: string) => void,
  ) {
    const { segments, tornBytes } = recoverSegments(folder);
    this.#waiting = segments;
    this.tornBytes = tornBytes;
    this.#bytes = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#aside = bytesAside(folder);
    this.#weigh();
    this.#timer = setInterval(() => this.#tick(), Math.min(250, limits.syncMs, limits.everyMs));
  }

  /** Whoever can hold lines back does, and what cannot be held back is counted and let go. */
  get isFull(): boolean {
    return this.#isFull;
  }

  get state() {
    const { length } = this.#waiting;
    return {
      bytes: this.#bytes,
      segments: length,
      refusedBytes: this.#aside,
      full: this.#isFull,
      ...(this.#trouble && { trouble: this.#trouble }),
    };
  }

  onRoom(listener: () => void): void {
    this.#news.on("room", listener);
  }

  /** Takes a line without its break. A full spool takes what was read already: a little over the limit beats a lost line. */
  append(line: Buffer): void {
    const length = this.#pendingBytes + line.length + 1;
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#pending.length));
      this.#pending.copy(larger, 0, 0, this.#pendingBytes);
      this.#pending = larger;
    }
    line.copy(this.#pending, this.#pendingBytes);
    this.#pending[length - 1] = 10;
    this.#pendingBytes = length;
    this.#bytes += line.length + 1;
    if (this.#bytes + this.#aside >= this.limits.maxBytes) this.#weigh();
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.write());
  }

  /** The oldest segment, as soon as there is one. @throws AbortError */
  async next(signal: AbortSignal): Promise<Segment> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#waiting[0]) return this.#waiting[0];
      await once(this.#news, "segment", { signal });
    }
  }

  /** @returns undefined where its file is gone. */
  async read(segment: Segment): Promise<Buffer | undefined> {
    try {
      return await fs.promises.readFile(wholePath(this.folder, segment.name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** It is in the store: its file goes. */
  remove(segment: Segment): void {
    fs.rmSync(wholePath(this.folder, segment.name), { force: true });
    this.#waiting.splice(this.#waiting.indexOf(segment), 1);
    this.#bytes -= segment.bytes;
    this.#weigh();
  }

  /** The store will never take it: it is kept where a person finds it. @returns its path. */
  setAside(segment: Segment): string {
    const aside = asidePath(this.folder, segment.name);
    fs.renameSync(wholePath(this.folder, segment.name), aside);
    this.#waiting.splice(this.#waiting.indexOf(segment), 1);
    this.#bytes -= segment.bytes;
    this.#aside += segment.bytes;
    return aside;
  }

  /** Hands over what this turn of the loop has read so far. */
  write(): void {
    this.#isDue = false;
    if (this.#pendingBytes === 0) return;
    let written = 0;
    try {
      this.#open ??= this.#begin();
      while (written < this.#pendingBytes) {
        const n = fs.writeSync(this.#open.fd, this.#pending, written, this.#pendingBytes - written);
        written += n;
        this.#open.bytes += n;
      }
      if (this.#trouble) this.say("the spool can be written again");
      this.#trouble = undefined;
    } catch (error) {
      // A disk that is full may have room later: what was read stays in memory, and nothing more is read meanwhile.
      const trouble = `the spool cannot be written (${(error as NodeJS.ErrnoException).code})`;
      if (trouble !== this.#trouble) this.say(`${trouble}; reading stops until it can`);
      this.#trouble = trouble;
    }
    if (this.#open && written > 0) this.#open.unsynced = true;
    this.#pending.copyWithin(0, written, this.#pendingBytes);
    this.#pendingBytes -= written;
    this.#weigh();
    // A closed segment ends with a whole line.
    if (this.#open && this.#pendingBytes === 0 && this.#open.bytes >= this.limits.segmentBytes) this.#close();
  }

  /** Closes what is open, so that it can be delivered. */
  async flush(): Promise<void> {
    this.write();
    this.#close();
    await this.#closing;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    if (this.#pendingBytes > 0) this.say(`${this.#pendingBytes} bytes could not be written and are lost`);
  }

  #begin(): Open {
    const name = newSegmentName();
    const fd = fs.openSync(openPath(this.folder, name), "ax", 0o600);
    return { name, fd, bytes: 0, since: Date.now(), unsynced: false, isNew: true, syncing: Promise.resolve() };
  }

  #close(): void {
    const open = this.#open;
    if (!open || this.#pendingBytes > 0) return;
    this.#open = undefined;
    // In order, each after the one before it.
    this.#closing = this.#closing.then(async () => {
      await open.syncing;
      await this.#sync(open);
      fs.closeSync(open.fd);
      fs.renameSync(openPath(this.folder, open.name), wholePath(this.folder, open.name));
      this.#waiting.push({ name: open.name, bytes: open.bytes });
      this.#news.emit("segment");
    });
  }

  #tick(): void {
    const now = Date.now();
    const open = this.#open;
    if (this.#isFull && now - this.#triedAt >= RETRY_MS) {
      this.#triedAt = now;
      // Somebody may have made room: on the disk, or by seeing to what was refused.
      this.#aside = bytesAside(this.folder);
      this.write();
      this.#weigh();
    }
    if (open?.unsynced && now - this.#syncedAt >= this.limits.syncMs) {
      this.#syncedAt = now;
      open.syncing = open.syncing.then(() => this.#sync(open));
    }
    if (open && this.#waiting.length === 0 && now - open.since >= this.limits.everyMs) this.#close();
  }

  async #sync(open: Open): Promise<void> {
    open.unsynced = false;
    try {
      await datasync(open.fd);
      if (open.isNew) await syncFolder(this.folder);
      open.isNew = false;
    } catch (error) {
      this.say(`the spool could not be brought to the disk (${(error as NodeJS.ErrnoException).code})`);
    }
  }

  #weigh(): void {
    const bytes = this.#bytes + this.#aside;
    if (this.#trouble || bytes >= this.limits.maxBytes) {
      if (!this.#isFull && !this.#trouble) this.say(`the spool is full (${bytes} bytes); reading stops`);
      this.#isFull = true;
    } else if (this.#isFull && bytes < this.limits.maxBytes * ROOM) {
      this.#isFull = false;
      this.#news.emit("room");
    }
  }
}

const datasync = promisify(fs.fdatasync);

/** A file is only as safe as its name in the folder. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.promises.open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
