import fs from "node:fs/promises";
import path from "node:path";
import type { Db } from "../db/client";
import { listAppliedMigrations } from "../db/migration";
import { env } from "../env";
import { Problem } from "../model/problem";

/** Below this the state directory is said to be full: room for keys, cursors and a day of errors. */
const leastFreeBytes = 256 * 1024 * 1024;

export interface Readiness {
  status: "ready";
  database: "reachable";
  /** Newest applied migration. */
  schema: string;
  /** Of the disk that holds the state directory. */
  freeBytes: number;
}

/** @throws {Problem} unavailable, whose `unwell` names each part that is not well: database, migrations, disk. */
export async function checkReadiness(db: Db): Promise<Readiness> {
  const [applied, shipped, freeBytes] = await Promise.all([
    within(3000, listAppliedMigrations(db)).catch(() => undefined),
    listShippedMigrations(),
    freeSpace(env.stateDir).catch(() => undefined),
  ]);
  const missing = applied ? shipped.filter((name) => !applied.includes(name)) : [];
  const unwell: [part: string, why: string][] = [];
  if (!applied) unwell.push(["database", "the database cannot be reached"]);
  if (missing.length > 0) unwell.push(["migrations", `${missing.length} migrations are not applied, the first is ${missing[0]}`]);
  if (freeBytes === undefined) unwell.push(["disk", "the state directory cannot be read"]);
  else if (freeBytes < leastFreeBytes)
    unwell.push(["disk", `only ${Math.floor(freeBytes / 1024 / 1024)} MiB are free beside the state directory`]);
  if (unwell.length > 0 || !applied || freeBytes === undefined)
    throw new Problem("unavailable", `Not ready: ${unwell.map(([, why]) => why).join("; ")}.`, {
      unwell: unwell.map(([part]) => part).join(","),
      retryAfter: 10,
    });
  return { status: "ready", database: "reachable", schema: applied.at(-1) ?? "none", freeBytes };
}

async function listShippedMigrations(): Promise<string[]> {
  const folder = path.join(env.root, "prisma/migrations");
  const entries = await fs.readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function freeSpace(dir: string): Promise<number> {
  // Before the first start the directory is not there; then its parent's disk is the one it will be on.
  const { bavail, bsize } = await fs.statfs(dir).catch(() => fs.statfs(path.dirname(dir)));
  return bavail * bsize;
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("timed out")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
