import type { KnownFile } from "../../lib/db/file-cursor";
import { env } from "../../lib/env";
import type { ImportAnswer } from "../../lib/ingest/import-log";
import { Problem } from "../../lib/model/problem";
import { AppTarget } from "./app-target";
import { openDatabaseTarget } from "./database-target";
import type { SentAbout, SentBatch } from "./sent-batch";

/** Where batches go: the running app by a source's token, or the database itself. Each method throws `unavailable` where it may be tried again. */
export interface Target {
  /** In words, for the person. */
  name: string;
  /** What the source knows of files whose names begin so. */
  known(beginning: string): Promise<KnownFile[]>;
  /** Those of these files that the source knows. */
  positions(files: readonly string[]): Promise<KnownFile[]>;
  send(batch: SentBatch, about: SentAbout): Promise<ImportAnswer>;
  close(): Promise<void>;
}

/**
 * The app when a token is given and it answers; else the database, where its address is known.
 *
 * @param options.isPatient who sends for as long as it takes waits for the app as well.
 * @throws {Problem}
 */
export async function openTarget(source: string, options: { url?: string; token?: string; isPatient?: boolean }): Promise<Target> {
  const token = options.token ?? env.token;
  const url = (options.url ?? env.url).replace(/\/$/, "");
  if (token !== undefined && (options.isPatient || (await isAlive(url)))) return new AppTarget(url, source, token);
  if (env.knownDatabaseUrl) return openDatabaseTarget(env.knownDatabaseUrl, source);
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
