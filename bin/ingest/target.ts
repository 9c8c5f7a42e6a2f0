import { closeDb, openDb } from "../../lib/db/client";
import { findCursor } from "../../lib/db/file-cursor";
import { findSourceByName } from "../../lib/db/source";
import { env } from "../../lib/env";
import type { ImportAnswer } from "../../lib/ingest/import-log";
import { Problem, type ProblemCode, problemStatus } from "../../lib/model/problem";
import type { FileBatch, FilePosition } from "./batches";

/** Where batches go: the running app by a source's token, or the database itself. */
export interface Target {
  /** In words, for the person. */
  name: string;
  position(file: string): Promise<FilePosition>;
  send(
    batch: Pick<FileBatch, "body"> & Partial<FileBatch>,
    about: { file?: string; origin: string; format?: string },
  ): Promise<ImportAnswer>;
  close(): Promise<void>;
}

/** The app when a token is given and it answers; else the database, where its address is known. @throws {Problem} */
export async function openTarget(source: string, options: { url?: string; token?: string }): Promise<Target> {
  const token = options.token ?? env.token;
  const url = (options.url ?? env.url).replace(/\/$/, "");
  const answers = token !== undefined && (await isAlive(url));
  if (token !== undefined && answers) return new AppTarget(url, source, token);
  if (env.knownDatabaseUrl) return openDatabase(env.knownDatabaseUrl, source);
  throw new Problem(
    "invalid",
    token === undefined
      ? "Say where to: a token of the source (--token or WAYBILL_TOKEN) for the running app, or DATABASE_URL for the database."
      : `Nothing answers at ${url}, and DATABASE_URL is not set.`,
  );
}

export async function isAlive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

const cursorOf = (b: Partial<FileBatch>, file: string | undefined) =>
  file !== undefined && b.prefixHash !== undefined && b.nextPrefixHash !== undefined
    ? { file, offset: b.offset ?? 0, line: b.line ?? 0, prefixHash: b.prefixHash, nextPrefixHash: b.nextPrefixHash }
    : undefined;

const keyOf = (b: Partial<FileBatch>, file: string | undefined): string | undefined =>
  file === undefined ? undefined : `file:${file}:${b.offset}:${b.nextPrefixHash}`;

class AppTarget implements Target {
  constructor(
    private readonly url: string,
    private readonly source: string,
    private readonly token: string,
  ) {}

  get name(): string {
    return this.url;
  }

  async position(file: string): Promise<FilePosition> {
    return (await this.#ask(`?file=${encodeURIComponent(file)}`, { method: "GET" })) as FilePosition;
  }

  async send(batch: Parameters<Target["send"]>[0], about: Parameters<Target["send"]>[1]): Promise<ImportAnswer> {
    const headers: Record<string, string> = {
      "content-type": "text/plain",
      "waybill-origin": encodeURIComponent(about.origin).slice(0, 200),
    };
    const key = keyOf(batch, about.file);
    const cursor = cursorOf(batch, about.file);
    if (key) headers["idempotency-key"] = key;
    if (cursor) headers["waybill-cursor"] = `${cursor.file} ${cursor.offset} ${cursor.line} ${cursor.prefixHash} ${cursor.nextPrefixHash}`;
    if (batch.head) headers["waybill-head"] = Buffer.from(batch.head.join("\n")).toString("base64");
    const query = about.format ? `?format=${encodeURIComponent(about.format)}` : "";
    return (await this.#ask(query, { method: "POST", headers, body: new Uint8Array(batch.body) })) as ImportAnswer;
  }

  async #ask(query: string, init: RequestInit): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      const response = await fetch(`${this.url}/api/ingest/${encodeURIComponent(this.source)}${query}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${this.token}` },
      });
      if (response.ok) return response.json();
      const body = (await response.json().catch(() => ({}))) as { detail?: string };
      if ((response.status === 429 || response.status === 503) && attempt < 8) {
        const seconds = Number(response.headers.get("retry-after")) || 2;
        await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, 30) * 1000));
        continue;
      }
      const code = (Object.entries(problemStatus).find(([, status]) => status === response.status)?.[0] ?? "invalid") as ProblemCode;
      throw new Problem(code, body.detail ?? `The app answered ${response.status}.`);
    }
  }

  async close(): Promise<void> {}
}

async function openDatabase(url: string, name: string): Promise<Target> {
  const db = openDb(url, 4);
  try {
    const source = await findSourceByName(db.prisma, name);
    if (!source) {
      const names = (await db.prisma.source.findMany({ select: { name: true }, orderBy: { name: "asc" } })).map((s) => s.name);
      throw new Problem(
        "not-found",
        names.length > 0
          ? `There is no source ${name}; there are ${names.join(", ")}.`
          : `There is no source ${name}; make one under Sources in the app.`,
      );
    }
    const { importLog } = await import("../../lib/ingest/import-log");
    return {
      name: "the database",
      position: async (file) => (await findCursor(db, source.id, file)) ?? { offset: 0, line: 0, prefixHash: null },
      send: (batch, about) =>
        importLog(
          db,
          {
            source,
            key: keyOf(batch, about.file),
            origin: about.origin,
            format: about.format,
            maxBytes: env.maxBodyBytes,
            receivedAt: Date.now(),
            cursor: cursorOf(batch, about.file),
            head: batch.head,
          },
          (async function* () {
            for (let i = 0; i < batch.body.length; i += 65_536) yield batch.body.subarray(i, i + 65_536);
          })(),
        ),
      close: () => closeDb(db),
    };
  } catch (error) {
    await closeDb(db);
    throw error;
  }
}
