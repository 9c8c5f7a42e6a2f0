import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import type { Client, Db } from "../db/client";
import { type ConnectionRow, ConnectionWriter } from "../db/connection";
import { Copy } from "../db/copy";
import { Dimensions } from "../db/dimension";
import { type DnsAnswerRow, insertDnsAnswers } from "../db/dns-answer";
import { advanceCursor, type FileCursor } from "../db/file-cursor";
import {
  copyRawBlocks,
  copyRejects,
  ensurePartitions,
  findFileBeginning,
  findReceipt,
  insertReceipt,
  nextImportId,
  type Receipt,
  type RejectRow,
} from "../db/import";
import { rejectSeal, seal } from "../db/keys";
import { lockRollUp, RollUp, tryLockRollUp, writeRollUp } from "../db/roll-up";
import { type SeenRun, upsertSeenRuns } from "../db/run";
import { enqueueSettle } from "../db/settle-task";
import type { Source } from "../db/source";
import { writeSourceHours } from "../db/source-hour";
import { Compass } from "../enrich/direction";
import { canonicalAddress } from "../model/address";
import { restUrl } from "../model/path-template";
import { Problem } from "../model/problem";
import { type Account, Tally } from "./account";
import { type Body, openBody, type Wrapping } from "./bodies/open-body";
import { openContext } from "./context";
import { ContextLines } from "./context-lines";
import { decoded } from "./decoded";
import { detectFormat, untold } from "./detect";
import type { Emit, Format, Reader } from "./format";
import { findFormat } from "./formats";
import type { Judge } from "./judge";
import { type Block, type Fault, MAX_LINE } from "./lines";
import { Masker, maskUnread } from "./mask";
import { NameLookup } from "./name-lookup";
import { openFormat } from "./open-format";
import { addKeyRows, emptyFacts, type Found, factsOf, Recorder } from "./record";
import { type RestingBlock, RestingLines } from "./resting-lines";
import { makeSound } from "./sound";
import { SourceTold } from "./source-told";
import { Unit } from "./unit";

export interface ImportRequest {
  source: Source;
  /** The client's Idempotency-Key; the SHA-256 of the decoded body where there is none. */
  key?: string;
  /** What the client calls the file; kept without its folders. */
  origin?: string;
  /** Instead of the source's own. */
  format?: string;
  /** What the request says the body is; without it the body is asked. */
  wrapping?: Wrapping;
  maxBytes: number;
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** The first lines of the file, where this batch is a later part of it: they may name its columns. Read, and not counted. */
  head?: readonly string[];
  /** Where in a file this batch begins, and where the file then stands. */
  cursor?: FileCursor;
}

export interface ImportAnswer extends Account {
  /** The batch had been delivered before; this is its account, and nothing was added. */
  repeated?: true;
}

/** @param hear is told everything the body is known by. */
type OpenBody = (hear: (bytes: Buffer) => void) => Body;

/** Records of a chunk: enough to make COPY worthwhile, few enough that they die young (measured: half the time went to collecting 8,000). */
const CHUNK_RECORDS = 1_000;
const CHUNK_BYTES = 512 * 1024;
/** Rows of one COPY: what else a batch brings waits in memory until it ends, since the connection is the COPY's own. */
const COPY_ROWS = 40_000;
/** Text of rejected lines, and blocks of lines, that may wait for it. */
const WAITING_REJECTS = 4 * 1024 * 1024;
const WAITING_BLOCKS = 64;
/** Rows of dimensions that may wait; where each line brings new ones they are written with every COPY. */
const WAITING_DIMENSIONS = 16_000;
/** Rows of the roll-up that are worth a statement of their own before the batch ends. */
const ROLL_UP_ROWS = 8_000;
/** Rows beyond which they are written even if another batch of the source must be waited for. */
const MOST_ROLL_UP_ROWS = 24_000;
const DAY = 86_400_000;

/** Columns that records of a format had values for, by its id: the next batch begins with them. */
const knownColumns = new Map<string, number>();

interface Beside {
  blocks: (RestingBlock & { day: number })[];
  rejects: RejectRow[];
  dns: DnsAnswerRow[];
}

interface Chunk extends Beside {
  bytes: number;
  lines: number;
  found: Found[];
}

/**
 * A body of log lines into the store: in whole or not at all, once. The answer comes after the commit.
 *
 * @throws {Problem} for what the sender can mend; nothing of the body is kept then.
 */
export function importLog(db: Db, request: ImportRequest, body: AsyncIterable<Uint8Array>): Promise<ImportAnswer> {
  const { maxBytes, wrapping } = request;
  return run(db, request, (hear) => openBody(decoded(body, { maxBytes }), wrapping, hear, maxBytes));
}

/** Units of an earlier import, read again. */
export interface Replay {
  /** That import. */
  of: number;
  blocks: AsyncGenerator<Block>;
  /** What this replay is known by among those of that import; asked at the end of the blocks. */
  key(): string;
  /** Called in the transaction, before the receipt: takes the units out of where they were. @throws {Problem} */
  take(client: Client, importId: number): Promise<void>;
}

/** As `importLog`, of units that are there already. @throws {Problem} */
export function importAgain(db: Db, request: ImportRequest, replay: Replay): Promise<ImportAnswer> {
  async function* heard(hear: (bytes: Buffer) => void): AsyncGenerator<Block> {
    for await (const block of replay.blocks) {
      block.lines.forEach((line, i) => {
        if (!block.faults.has(i)) hear(Buffer.from(`${line}\n`));
      });
      yield block;
    }
  }
  return run(db, request, (hear) => ({ blocks: heard(hear), key: replay.key }), replay);
}

async function run(db: Db, request: ImportRequest, open: OpenBody, replay?: Replay): Promise<ImportAnswer> {
  const batch = new Batch(db, request, replay);
  try {
    return await batch.run(open);
  } catch (error) {
    await batch.abandon();
    throw error;
  }
}

class Batch {
  readonly #started = performance.now();
  readonly #tally = new Tally();
  readonly #rollUp = new RollUp();
  readonly #dimensions = new Dimensions();
  readonly #unit = new Unit();
  readonly #facts = emptyFacts();
  readonly #runs = new Map<string, SeenRun>();
  readonly #days = new Set<number>();
  readonly #sha = createHash("sha256");
  readonly #compass: Compass;
  readonly #names: NameLookup;
  #rows!: ConnectionWriter;
  #format!: Format;
  #reader!: Reader;
  #masker!: Masker;
  #judge!: Judge;
  #recorder!: Recorder;
  #client: Client | undefined;
  #leave: () => void = () => {};
  #importId = 0;
  #bytes = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  /** Time of the newest record in the block of lines that is being gathered. */
  #newest = Number.NEGATIVE_INFINITY;
  #answersFrom = Number.POSITIVE_INFINITY;
  #answersTo = Number.NEGATIVE_INFINITY;
  #chunk: Chunk = emptyChunk();
  readonly #context = new ContextLines();
  readonly #told: SourceTold;
  readonly #resting = new RestingLines();
  /** How far a block is measured. */
  readonly #measured: { block: Block | undefined; index: number; offset: number } = { block: undefined, index: 0, offset: 0 };
  #writing: Promise<void> = Promise.resolve();
  #copy: Copy | undefined;
  #copied = 0;
  /** What was written into the COPY's time, and goes to other tables. */
  #beside: Beside = { blocks: [], rejects: [], dns: [] };
  #rejectBytes = 0;

  constructor(
    private readonly db: Db,
    private readonly request: ImportRequest,
    private readonly replay?: Replay,
  ) {
    this.#compass = new Compass(request.source.options.internal);
    this.#names = new NameLookup(db.pool);
    this.#told = new SourceTold(request.receivedAt);
  }

  async run(open: OpenBody): Promise<ImportAnswer> {
    const { request, replay } = this;
    const hear = (bytes: Buffer): void => {
      this.#sha.update(bytes);
      this.#bytes += bytes.length;
    };
    const opening = open(hear);
    let opened = false;
    for await (const block of opening.blocks) {
      if (!opened) {
        await this.#open(block);
        opened = true;
      }
      this.#read(block);
      if (this.#chunk.found.length >= CHUNK_RECORDS || this.#chunk.bytes >= CHUNK_BYTES) await this.#flush();
    }
    const sha256 = this.#sha.digest("hex");
    const name = request.key ?? opening.key();
    const key = replay ? `replay:${name}` : name === undefined ? `sha256:${sha256}` : `key:${name}`;
    if (!opened) await this.#open(undefined);
    const earlier = replay ? undefined : ((await this.#findEarlier(key, sha256)) ?? (await this.#findFile(name, sha256)));
    if (earlier) {
      await this.abandon();
      return earlier;
    }
    if (await this.#cameAsBody(sha256)) return this.#repeat(key, sha256);
    this.#reader.end?.(this.#emitAtEnd());
    this.#closeBlock();
    await this.#flush();
    await this.#writing;
    await this.#endCopy();
    const client = await this.#begin();
    await writeRollUp(client, this.#rollUp, request.source.id);
    await writeSourceHours(client, request.source.id, this.#told.hours);
    await this.#dimensions.write(client);
    await upsertSeenRuns(client, [...this.#runs.values()]);
    if (request.cursor) await advanceCursor(client, request.source.id, request.cursor, this.#tally.lines);
    if (this.#answersTo >= this.#answersFrom) await enqueueSettle(client, this.#answersFrom, this.#answersTo);
    await replay?.take(client, this.#importId);
    return this.#end(client, this.#receipt(key, sha256));
  }

  /** The receipt and the commit. */
  async #end(client: Client, receipt: Receipt): Promise<ImportAnswer> {
    const kept = await insertReceipt(client, receipt);
    if (!kept) {
      // Another request with this key committed while we were reading.
      await this.abandon();
      const first = await this.#findEarlier(receipt.key, receipt.sha256);
      if (first) return first;
      throw new Problem("conflict", "Another delivery of this batch is under way; send it again.");
    }
    await client.query("commit");
    client.release();
    this.#client = undefined;
    this.#leave();
    return this.#tally.account(this.#importId);
  }

  /** Gives the connection back; what was not committed is gone. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => {});
    await this.#copy?.abort();
    this.#copy = undefined;
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.query("rollback");
      client?.release();
    } catch (error) {
      client?.release(error as Error);
    } finally {
      this.#leave();
    }
  }

  async #open(first: Block | undefined): Promise<void> {
    const { request, db } = this;
    this.#format = chooseFormat(request.format ?? request.source.format, request.head ?? first?.lines ?? []);
    const { fields, timezone, internal } = request.source.options;
    this.#reader = openFormat(this.#format, { fields, timezone, internal, receivedAt: request.receivedAt });
    for (const line of request.head ?? []) {
      this.#reader.read(line, new Unit());
      this.#context.add(0, line, "head");
    }
    this.#rows = new ConnectionWriter(knownColumns.get(this.#format.id));
    this.#masker = new Masker(this.#format.personal, request.source);
    const context = await openContext(db, request.source, request.receivedAt);
    this.#judge = context.judge((key) => addKeyRows(this.#dimensions, key, request.source.sample));
  }

  /** Opens the transaction when there is something to write: a slow sender holds no connection before that. */
  async #begin(): Promise<Client> {
    if (this.#client) return this.#client;
    this.#leave = await this.db.batches.take();
    const client = await this.db.pool.connect();
    this.#client = client;
    await client.query("begin");
    this.#importId = await nextImportId(client);
    this.#recorder = new Recorder({
      importId: this.#importId,
      engine: this.#format.engine,
      masker: this.#masker,
      dimensions: this.#dimensions,
      rollUp: this.#rollUp,
    });
    return client;
  }

  #read(block: Block): void {
    const chunk = this.#chunk;
    const before = this.#resting.lines;
    if (block.raw && this.#reader.readBytes) this.#readBytes(block, block.raw);
    else this.#readLines(block);
    this.#resting.settle();
    chunk.lines += this.#resting.lines - before;
    chunk.bytes += block.bytes;
    if (this.#resting.isFull) this.#closeBlock();
  }

  #readLines(block: Block): void {
    const { lines, faults } = block;
    const raw = block.isRawText ? block.raw : undefined;
    let from = 0;
    for (let i = 0; i < lines.length; i++) {
      const text = lines[i]!;
      const fault = faults.size === 0 ? undefined : faults.get(i);
      const masked = fault ? this.#setAside(fault, block, i) : this.#readLine(block, i, text);
      const to = from + text.length;
      if (raw !== undefined && masked === text && text !== "") this.#resting.keep(raw, from, to);
      else this.#resting.put(masked);
      from = to + 1;
    }
    letGo(lines);
  }

  /** Lines that their format reads as bytes; of any other a text is made. */
  #readBytes(block: Block, raw: Buffer): void {
    const reader = this.#reader;
    const unit = this.#unit;
    for (let from = 0, index = 0; from <= raw.length; index++) {
      unit.clear();
      const end = reader.readBytes!(raw, from, unit);
      const to = end < 0 ? endOfLine(raw, from) : end;
      if (end < 0 || to - from > MAX_LINE) this.#readApart(block, index);
      else if (!this.#take()) this.#resting.put(this.#drop(block, index));
      else if (reader.isPlain && this.#masker.leaves(unit.connections, unit.personal)) this.#resting.keep(raw, from, to);
      else this.#resting.put(this.#masker.line(raw.toString("latin1", from, to), unit.connections, unit.urls, unit.personal));
      from = to + 1;
    }
  }

  /** A line that its format does not read as bytes. */
  #readApart(block: Block, index: number): void {
    const fault = block.faults.get(index);
    this.#resting.put(fault ? this.#setAside(fault, block, index) : this.#readLine(block, index, block.lines[index]!));
  }

  #closeBlock(): void {
    const block = this.#resting.take();
    if (!block) return;
    const newest = this.#newest;
    this.#newest = Number.NEGATIVE_INFINITY;
    this.#chunk.blocks.push({ ...block, day: newest - (newest % DAY) });
  }

  /** @returns the line as it may rest: masked, or empty where it is no record. */
  #readLine(block: Block, index: number, text: string): string {
    if (text.charCodeAt(0) <= 32 ? text.trim() === "" : text === "") {
      this.#tally.skip("empty line");
      return "";
    }
    const unit = this.#unit;
    unit.clear();
    this.#reader.read(text, unit);
    if (!this.#take()) return this.#drop(block, index);
    return this.#masker.line(text, unit.connections, unit.urls, unit.personal);
  }

  /** Takes what was read from a line. @returns whether it is kept; `rejected` says why where it should have been. */
  #take(): boolean {
    const unit = this.#unit;
    if (unit.rejected !== undefined) return false;
    const { connections } = unit;
    if (connections.length === 0) {
      if (unit.skipped === undefined) unit.rejected = "the format made nothing of it";
      return false;
    }
    const { found } = this.#chunk;
    const before = found.length;
    const line = this.#resting.lines + 1;
    for (let i = 0; i < connections.length; i++) {
      const connection = connections[i]!;
      const time = makeSound(connection, this.request.receivedAt);
      if (typeof time === "string") {
        // A unit is in with all its connections, or not at all.
        found.length = before;
        unit.rejected = time;
        return false;
      }
      const url = connection.url === undefined ? undefined : restUrl(connection.url);
      if (url !== undefined) unit.rest(i, url);
      const direction = this.#compass.direction(connection);
      if (
        connection.kind !== "query" &&
        !this.request.source.keepInternal &&
        (direction === "internal" || direction === "inbound") &&
        !connection.twin
      ) {
        this.#told.see(time);
        continue;
      }
      found.push({ connection, time, line, part: found.length - before, direction, url });
    }
    if (found.length === before) {
      this.#tally.skip("inbound or internal traffic, which this source does not keep");
      return false;
    }
    this.#tally.use(found.length - before);
    for (let i = before; i < found.length; i++) this.#note(found[i]!);
    return true;
  }

  /** Accounts for a line that was not taken. @returns what rests of it. */
  #drop(block: Block, index: number): string {
    const { rejected, skipped, connections } = this.#unit;
    if (rejected !== undefined) return this.#reject(block, index, rejected);
    if (connections.length === 0 && skipped !== undefined) {
      this.#tally.skip(skipped);
      this.#context.add(this.#place, block.lines[index]!, skipped);
      const { window } = this.#unit;
      if (window) this.#told.window(window.what, window.at);
    }
    return "";
  }

  #setAside(fault: Fault, block: Block, index: number): string {
    if ("reject" in fault) return this.#reject(block, index, fault.reject, false);
    if ("quiet" in fault) this.#reader.read(block.lines[index]!, new Unit());
    else this.#tally.skip(fault.skip);
    return "";
  }

  /** Number of the line that is being read, in its file. */
  get #place(): number {
    return this.#resting.lines + 1 + (this.request.cursor?.line ?? 0);
  }

  /** What a record brings beside its row. */
  #note(f: Found): void {
    if (f.time < this.#first) this.#first = f.time;
    if (f.time > this.#last) this.#last = f.time;
    if (f.time > this.#newest) this.#newest = f.time;
    this.#told.record(f.time, f.connection);
    const { dns, srcIp } = f.connection;
    if (dns?.question === undefined || dns.answers === undefined || srcIp === undefined || f.connection.twin) return;
    for (const a of dns.answers) {
      if (a.type !== "A" && a.type !== "AAAA") continue;
      const address = canonicalAddress(a.data);
      if (address === undefined) continue;
      const ttl = a.ttl !== undefined && a.ttl >= 0 && a.ttl < 2 ** 31 ? a.ttl : DEFAULT_TTL;
      this.#chunk.dns.push({ client: srcIp, address, time: f.time, name: dns.question, ttl, sourceId: this.request.source.id });
      this.#answersFrom = Math.min(this.#answersFrom, f.time);
      this.#answersTo = Math.max(this.#answersTo, f.time + ttl * 1000);
    }
  }

  /** @param whole false where no format has seen the unit as it was. */
  #reject(block: Block, index: number, reason: string, whole = true): string {
    this.#tally.reject(reason);
    const text = block.lines[index]!;
    this.#chunk.rejects.push({
      line: this.#place,
      offset: this.#offsetOf(block, index) + (this.request.cursor?.offset ?? 0),
      format: this.#format.id,
      reason,
      masked: maskUnread(text),
      sealed: seal(Buffer.from(text), rejectSeal(this.request.source.id)),
      whole,
    });
    return "";
  }

  /** Bytes before a line are counted only where one is rejected, and once. */
  #offsetOf(block: Block, index: number): number {
    if (block.offsets) return block.offsets[index]!;
    const m = this.#measured;
    if (m.block !== block) {
      m.block = block;
      m.index = 0;
      m.offset = block.offset;
    }
    for (; m.index < index; m.index++) m.offset += Buffer.byteLength(block.lines[m.index]!) + 1;
    return m.offset;
  }

  #emitAtEnd(): Emit {
    const line = Math.max(1, this.#resting.lines);
    let part = 1000;
    return {
      found: (connection) => {
        const time = makeSound(connection, this.request.receivedAt);
        if (typeof time === "string") return;
        this.#tally.connections++;
        const url = connection.url === undefined ? undefined : restUrl(connection.url);
        const f = { connection, time, line, part: part++, direction: this.#compass.direction(connection), url };
        this.#chunk.found.push(f);
        this.#note(f);
      },
      skip: () => {},
      reject: () => {},
    };
  }

  /** Hands the chunk to the database while the next one is read; at most one is under way. */
  async #flush(): Promise<void> {
    const chunk = this.#chunk;
    if (chunk.lines === 0 && chunk.blocks.length === 0) return;
    this.#chunk = emptyChunk();
    await this.#writing;
    this.#writing = this.#write(chunk);
    // A failure is met where the next one waits; until then it must not count as unhandled.
    this.#writing.catch(() => {});
    // A sender as fast as this never lets the loop turn, and what is written would wait for it.
    await turn();
  }

  async #write(chunk: Chunk): Promise<void> {
    const { source, receivedAt } = this.request;
    const client = await this.#begin();
    const days = new Set<number>();
    let known = Number.NaN;
    for (const f of chunk.found) {
      const day = f.time - (f.time % DAY);
      if (day === known) continue;
      if (!this.#days.has(day)) days.add(day);
      known = day;
    }
    if (days.size > 0) {
      // A COPY knows the partitions that were there when it began.
      if (this.#copy) await this.#endCopy();
      await ensurePartitions(this.db, [...days], receivedAt);
      for (const d of days) this.#days.add(d);
    }
    const { found } = chunk;
    const { engine } = this.#format;
    // Where there is no DNS answer, nothing is asked for all of them at once, and one serves after the other.
    const facts = (await this.#names.hasAny()) ? found.map((f) => factsOf(f, source.id, engine)) : undefined;
    if (facts) await this.#names.load(facts);
    for (let i = 0; i < found.length; i++) {
      const f = found[i]!;
      const of = facts ? facts[i]! : factsOf(f, source.id, engine, this.#facts);
      const judgement = this.#judge.judge(of, this.#names.find(of));
      const row = this.#recorder.row(f, judgement);
      if (!this.#rows.add(row)) await this.#widen(client, row);
      if (judgement.run) this.#seeRun(judgement.run, judgement.key.workload.id, f);
    }
    this.#copied += found.length;
    // Before the server is waited for: what lives through a collection is copied by it.
    letGo(found);
    if (facts) letGo(facts);
    await this.#copyRows(client);
    this.#beside.blocks.push(...chunk.blocks);
    this.#beside.rejects.push(...chunk.rejects);
    this.#beside.dns.push(...chunk.dns);
    for (const r of chunk.rejects) this.#rejectBytes += r.sealed.length;
    const { blocks, rejects, dns } = this.#beside;
    const isMuch = rejects.length + dns.length >= COPY_ROWS || this.#rejectBytes >= WAITING_REJECTS || blocks.length >= WAITING_BLOCKS;
    if (this.#copied >= COPY_ROWS || isMuch || this.#dimensions.size >= WAITING_DIMENSIONS) await this.#endCopy();
  }

  async #copyRows(client: Client): Promise<void> {
    const rows = this.#rows.take();
    if (rows.length === 0) return;
    this.#copy ??= new Copy(client, "connection", this.#rows.columns, "binary");
    await this.#copy.write(rows);
  }

  /** A record has a value of a column that the COPY does not have: another one begins with it. */
  async #widen(client: Client, row: ConnectionRow): Promise<void> {
    await this.#copyRows(client);
    await this.#copy?.end();
    this.#copy = undefined;
    this.#rows.widen(row);
    this.#rows.add(row);
    knownColumns.set(this.#format.id, this.#rows.known | (knownColumns.get(this.#format.id) ?? 0));
  }

  async #endCopy(): Promise<void> {
    const client = await this.#begin();
    await this.#copy?.end();
    this.#copy = undefined;
    this.#copied = 0;
    this.#rows.recycle();
    const { blocks, rejects, dns } = this.#beside;
    this.#beside = { blocks: [], rejects: [], dns: [] };
    this.#rejectBytes = 0;
    await insertDnsAnswers(client, this.request.receivedAt, dns);
    await copyRejects(client, this.#importId, rejects);
    await copyRawBlocks(client, this.#importId, await Promise.all(blocks.map(async (b) => ({ ...b, data: await b.data }))));
    // While the next rows are read, the server adds up the last: at the end it would do so alone.
    if (await this.#mayWriteRollUp(client)) {
      await writeRollUp(client, this.#rollUp, this.request.source.id);
      this.#rollUp.clear();
    }
    if (this.#dimensions.size >= WAITING_DIMENSIONS) {
      // Its other batches bring the same rows: whoever writes any of them first must have the turn, or two wait for each other.
      await lockRollUp(client, this.request.source.id);
      await this.#dimensions.write(client);
    }
  }

  /** Whoever writes first has the turn to its end; another batch of the source gathers meanwhile, as long as there is room. */
  async #mayWriteRollUp(client: Client): Promise<boolean> {
    const { size } = this.#rollUp;
    return size >= MOST_ROLL_UP_ROWS || (size >= ROLL_UP_ROWS && (await tryLockRollUp(client, this.request.source.id)));
  }

  #seeRun(run: NonNullable<ReturnType<Judge["judge"]>["run"]>, workloadId: string, f: Found): void {
    const last = f.time + (f.connection.durationMs ?? 0);
    const seen = this.#runs.get(run.runId);
    if (!seen)
      this.#runs.set(run.runId, {
        id: run.runId,
        jobId: run.jobId,
        externalId: run.externalId,
        workloadId,
        first: f.time,
        last,
        origin: run.origin,
        sample: this.request.source.sample,
      });
    else {
      seen.first = Math.min(seen.first, f.time);
      seen.last = Math.max(seen.last, last);
    }
  }

  #receipt(key: string, sha256: string): Receipt {
    const t = this.#tally;
    const { source, origin } = this.request;
    return {
      id: this.#importId,
      sourceId: source.id,
      key,
      sha256,
      format: this.#format.id,
      origin: origin?.split(/[\\/]/).at(-1)?.slice(0, 200),
      bytes: this.#bytes,
      ...t.account(this.#importId),
      skipReasons: Object.fromEntries(t.skipReasons),
      rejectReasons: Object.fromEntries(t.rejectReasons),
      firstTime: t.connections > 0 ? this.#first : undefined,
      lastTime: t.connections > 0 ? this.#last : undefined,
      durationMs: performance.now() - this.#started,
      lag: this.#told.lag,
      sampling: this.#told.sampling ?? (this.#format.sampled === undefined ? undefined : 0),
      replayOf: this.replay?.of,
      context: t.rejected > 0 ? this.#context.seal(source.id) : undefined,
    };
  }

  /** A body that nothing names may have been sent as a file before. */
  async #findFile(name: string | undefined, sha256: string): Promise<ImportAnswer | undefined> {
    if (name !== undefined) return undefined;
    const key = await findFileBeginning(this.db, this.request.source.id, sha256, this.#format.id);
    return key === undefined ? undefined : this.#findEarlier(key, sha256);
  }

  /** Whether the beginning of a file came before as a body that nothing names; files that begin alike are not one for that. */
  async #cameAsBody(sha256: string): Promise<boolean> {
    const { cursor, source } = this.request;
    if (cursor?.offset !== 0) return false;
    const body = await findReceipt(this.db, source.id, `sha256:${sha256}`);
    return body?.format === this.#format.id && (await findFileBeginning(this.db, source.id, sha256, body.format)) === undefined;
  }

  /** Accounts for a batch that was delivered before, so that its file is read on from its end. */
  async #repeat(key: string, sha256: string): Promise<ImportAnswer> {
    await this.abandon();
    this.#tally.repeat();
    const client = await this.#begin();
    await advanceCursor(client, this.request.source.id, this.request.cursor!, this.#tally.lines);
    return this.#end(client, { ...this.#receipt(key, sha256), lag: [] });
  }

  async #findEarlier(key: string, sha256: string): Promise<ImportAnswer | undefined> {
    const r = await findReceipt(this.db, this.request.source.id, key);
    if (!r) return undefined;
    if (r.sha256 !== sha256)
      throw new Problem("conflict", "This Idempotency-Key was used for another body.", { header: "Idempotency-Key" });
    const { id, lines, used, connections, duplicates, skipped, rejected } = r;
    return { import: id, lines, used, connections, duplicates, skipped, rejected, repeated: true };
  }
}

/** Where a DNS log tells no TTL: the usual order of magnitude, so that names are joined and soon expire. */
const DEFAULT_TTL = 300;

function endOfLine(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(10, from);
  return at < 0 ? bytes.length : at;
}

const emptyChunk = (): Chunk => ({ bytes: 0, lines: 0, blocks: [], found: [], rejects: [], dns: [] });

/**
 * Empties a list that is done with. A long-lived list that nobody holds any more still keeps what it names alive until
 * the next full collection: four fifths of what was collected in vain came from that.
 */
function letGo(list: unknown[]): void {
  list.length = 0;
}

/** @throws {Problem} naming the formats that would fit, or that none does. */
export function chooseFormat(id: string, head: readonly string[]): Format {
  if (id !== "auto") {
    const format = findFormat(id);
    if (!format) throw new Problem("invalid", `There is no format ${id}.`, { format: id });
    return format;
  }
  const lines = head.filter((l) => l.trim() !== "").slice(0, 50);
  if (lines.length === 0) return untold;
  const detected = detectFormat(lines);
  if ("format" in detected) return detected.format;
  if ("ambiguous" in detected)
    throw new Problem(
      "unsupported",
      `The first lines could be ${detected.ambiguous.map((f) => f.id).join(" or ")}: name the format of the source, or send --format.`,
      { candidates: detected.ambiguous.map((f) => f.id).join(",") },
    );
  throw new Problem(
    "unsupported",
    "The first lines are of no known format: name the format of the source, or see docs/reference/formats.md.",
    { line: 1 },
  );
}
