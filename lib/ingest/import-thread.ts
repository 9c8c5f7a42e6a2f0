import { type MessagePort, parentPort } from "node:worker_threads";
import type { Db } from "../db/client";
import { Problem, type ProblemCode } from "../model/problem";
import { giveWay } from "./give-way";
import { type ImportAnswer, type ImportRequest, importLog } from "./import-log";
import { refusal } from "./refusal";

/** An import to be made: what is asked, and where the body comes and the answer goes. */
export interface Order {
  request: ImportRequest;
  port: MessagePort;
}

/** A failure as it passes between threads: an error's class would be lost on the way. */
export interface Failure {
  problem?: { code: ProblemCode; detail: string; at: Problem["at"] };
  message: string;
  name: string;
  stack?: string;
  /** Of PostgreSQL or of the system. */
  code?: string;
}

export type ToThread = { chunk: Uint8Array } | { end: true } | { failure: Failure };
/** `taken`: a chunk was read, and the next may come. */
export type FromThread = { taken: true } | { answer: ImportAnswer } | { failure: Failure };

/** Makes imports in this thread as long as it lives. */
export function serveImports(db: Db): void {
  giveWay();
  parentPort!.on("message", ({ request, port }: Order) => {
    const tell = (message: FromThread): void => port.postMessage(message);
    importLog(
      db,
      request,
      bodyFrom(port, () => tell({ taken: true })),
    )
      .then((answer) => tell({ answer }))
      // What makes the database unwell is known here, from what an error carries and cannot take along.
      .catch((error: unknown) => tell({ failure: pack(refusal(error)) }))
      .finally(() => port.close());
  });
}

async function* bodyFrom(port: MessagePort, onTaken: () => void): AsyncGenerator<Uint8Array> {
  const waiting: ToThread[] = [];
  let wake: (() => void) | undefined;
  port.on("message", (message: ToThread) => {
    waiting.push(message);
    wake?.();
  });
  for (;;) {
    const message = waiting.shift();
    if (message === undefined)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    else if ("chunk" in message) {
      onTaken();
      yield message.chunk;
    } else if ("failure" in message) throw unpack(message.failure);
    else return;
  }
}

export function pack(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), name: "Error" };
  const { message, name, stack } = error;
  const { code } = error as { code?: unknown };
  if (error instanceof Problem) return { message, name, problem: { code: error.code, detail: error.detail, at: error.at } };
  return { message, name, stack, code: typeof code === "string" ? code : undefined };
}

export function unpack(f: Failure): Error {
  if (f.problem) return new Problem(f.problem.code, f.problem.detail, f.problem.at);
  return Object.assign(new Error(f.message), { name: f.name, stack: f.stack }, f.code === undefined ? {} : { code: f.code });
}
