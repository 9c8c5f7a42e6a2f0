import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { env } from "../env";
import { Problem } from "../model/problem";
import type { ImportAnswer, ImportRequest } from "./import-log";
import { type FromThread, type Order, pack, type ToThread, unpack } from "./import-thread";

/** Chunks on their way to a thread: a slow one holds up its sender, not the memory. */
const WINDOW = 16;
/**
 * What lives as long as a chunk of records must fit beside what dies with it, or it is copied again and again. It is
 * resident once for each thread: with 192 two of them made the process larger than 500 MiB (`npm run memory`).
 */
const YOUNG_MB = 96;
/**
 * Far more than the batches that share a thread can hold (`Batch`); the nearer this is, the sooner the collector looks. With
 * what is usual on a large machine a log of ever new hosts made the process twice as large.
 */
const OLD_MB = 768;

interface Thread {
  worker: Worker;
  active: number;
  /** Ends with the thread; never resolves. */
  death: Promise<never>;
}

/** Threads that read, judge and store logs, so that whoever waits for a page does not wait for a log. */
export class ImportThreads {
  readonly #threads: (Thread | undefined)[];

  /** @param file the bundle of bin/ingest-thread.ts. */
  constructor(
    private readonly file: string,
    readonly size: number = Math.max(1, Math.min(4, os.availableParallelism())),
  ) {
    this.#threads = new Array(size).fill(undefined);
  }

  /** As `importLog`, in the thread that has least to do. @throws {Problem} */
  async run(request: ImportRequest, body: AsyncIterable<Uint8Array>): Promise<ImportAnswer> {
    const thread = this.#choose();
    const { port1: port, port2 } = new MessageChannel();
    thread.active++;
    if (thread.active === 1) thread.worker.ref();
    try {
      thread.worker.postMessage({ request, port: port2 } satisfies Order, [port2]);
      let room = WINDOW;
      let wake: (() => void) | undefined;
      const answer = new Promise<ImportAnswer>((resolve, reject) => {
        port.on("message", (message: FromThread) => {
          if ("answer" in message) resolve(message.answer);
          else if ("failure" in message) reject(unpack(message.failure));
          else {
            room++;
            wake?.();
          }
        });
      });
      const ended = Promise.race([answer, thread.death]);
      let over = false;
      const see = (): undefined => {
        over = true;
        wake?.();
      };
      const end = ended.then(see, see);
      const tell = (message: ToThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
      const source = body[Symbol.asyncIterator]();
      try {
        // The thread may say what there is to say before the body has come: that it is too large, or that the thread ended.
        for (
          let next = await Promise.race([source.next(), end]);
          next && !next.done && !over;
          next = await Promise.race([source.next(), end])
        ) {
          while (room === 0 && !over)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          room--;
          const chunk = isWhole(next.value) ? next.value : new Uint8Array(next.value);
          tell({ chunk }, [chunk.buffer as ArrayBuffer]);
        }
        tell({ end: true });
      } catch (error) {
        tell({ failure: pack(error) });
      }
      // Not waited for: a body that stands still ends in its own time.
      source.return?.(undefined)?.catch(() => {});
      return await ended;
    } finally {
      port.close();
      thread.active--;
      // An idle thread keeps no process alive.
      if (thread.active === 0) thread.worker.unref();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((t) => t?.worker.terminate()));
  }

  #choose(): Thread {
    let least = 0;
    for (let i = 0; i < this.#threads.length; i++) {
      const thread = this.#threads[i];
      if (!thread) {
        const started = this.#start(i);
        this.#threads[i] = started;
        return started;
      }
      if (thread.active < this.#threads[least]!.active) least = i;
      if (thread.active === 0) return thread;
    }
    return this.#threads[least]!;
  }

  #start(place: number): Thread {
    const worker = new Worker(this.file, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB } });
    const death = new Promise<never>((_, reject) => {
      const die = (error: unknown): void => {
        // An error is followed by an exit, and by then another may have taken the place.
        if (this.#threads[place]?.worker === worker) this.#threads[place] = undefined;
        reject(
          new Problem("unavailable", `The thread that read this body ended (${String(error)}); nothing of it was kept. Send it again.`),
        );
      };
      worker.on("error", die);
      worker.on("exit", (code) => die(`exit ${code}`));
    });
    death.catch(() => {});
    worker.unref();
    return { worker, active: 0, death };
  }
}

/** Only memory that holds nothing else may be given away. */
const isWhole = (bytes: Uint8Array): boolean =>
  bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer && bytes.byteLength > 0;

const process_ = globalThis as typeof globalThis & { waybillThreads?: ImportThreads | null };

/** The process's threads; none where nothing is built, as in development. */
export function getImportThreads(): ImportThreads | undefined {
  if (process_.waybillThreads === undefined) {
    const file = path.join(env.root, "dist", "ingest-thread.mjs");
    process_.waybillThreads = env.isProduction && fs.existsSync(file) ? new ImportThreads(file) : null;
  }
  return process_.waybillThreads ?? undefined;
}
