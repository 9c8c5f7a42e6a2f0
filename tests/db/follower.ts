import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, vi } from "vitest";
import { buildCli } from "../../scripts/build-cli.mjs";
import type { useDatabase } from "./database";
import type { useReceiver } from "./receiver";

const root = path.resolve(import.meta.dirname, "../..");
const START = Date.UTC(2026, 10, 20, 12) / 1000;

/** A line that no other equals: its bytes are its number. */
export const flowLine = (n: number): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 10.0.0.${n % 200} 203.0.113.${n % 250} ${40000 + (n % 999)} 443 6 10 ${1000 + n} ${START + (n % 1800)} ${START + 60 + (n % 1800)} ACCEPT OK\n`;

/** Folders with logs, and the command line as a process of its own that follows them. */
export function useFollower(database: ReturnType<typeof useDatabase>, receiver: ReturnType<typeof useReceiver>) {
  let folder = "";
  const children = new Set<ChildProcess>();
  beforeAll(async () => {
    await buildCli();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-follow-"));
  });
  afterAll(async () => {
    for (const child of children) await kill(child, "SIGKILL");
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const start = (args: readonly string[], env: Record<string, string> = {}): ChildProcess & { said(): string } => {
    const child = spawn(process.execPath, [path.join(root, "dist", "cli.mjs"), "ingest", ...args], {
      env: { ...process.env, DATABASE_URL: "", WAYBILL_ROOT: root, WAYBILL_URL: receiver.url, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.add(child);
    let text = "";
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => (text += chunk));
    return Object.assign(child, { said: () => text });
  };
  const kill = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> =>
    new Promise((resolve) => {
      children.delete(child);
      if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode);
      child.once("exit", (code) => resolve(code));
      child.kill(signal);
    });

  return {
    start,
    kill,
    /** A folder of its own. */
    folder(name: string): string {
      const made = path.join(folder, name);
      fs.mkdirSync(made);
      return made;
    },
    /** How often each line was stored, and what was refused. */
    async stored(sourceId: number): Promise<{ lines: number; distinct: number; rejected: number }> {
      const { rows } = await database.db.pool.query(
        `select count(*)::int as lines, count(distinct bytes_out)::int as distinct,
           (select coalesce(sum(rejected), 0)::int from import where source_id = $1) as rejected
         from connection c join import i on i.id = c.import_id where i.source_id = $1`,
        [sourceId],
      );
      return rows[0];
    },
  };
}

/** A source of its own for each test, with a folder of logs and the command that follows them. */
export const useFollowed = (receiver: ReturnType<typeof useReceiver>, follower: ReturnType<typeof useFollower>) => async (name: string) => {
  const { source, token } = await receiver.addSource(name, "aws-vpcflow");
  const folder = follower.folder(name);
  return {
    folder,
    log: path.join(folder, "access.log"),
    writer: new LogWriter(),
    token,
    follow: (...patterns: string[]) =>
      follower.start(["--follow", "--source", name, "--token", token, ...patterns.map((p) => path.join(folder, p))]),
    ingest: (...files: string[]) => follower.start(["--source", name, "--token", token, ...files.map((p) => path.join(folder, p))]),
    /** So many lines are in, each once. */
    async reached(lines: number): Promise<void> {
      const all = { lines, distinct: lines, rejected: 0 };
      await vi.waitFor(async () => expect(await follower.stored(source.id)).toEqual(all), { timeout: 60_000, interval: 100 });
    },
    /** And no more of them come. */
    async settled(lines: number): Promise<void> {
      await this.reached(lines);
      await wait(2000);
      await this.reached(lines);
    },
  };
};

/** Lines that are numbered through, whatever file they go to. */
export class LogWriter {
  #next = 0;

  get written(): number {
    return this.#next;
  }

  lines(count: number): string {
    let text = "";
    for (let i = 0; i < count; i++) text += flowLine(this.#next++);
    return text;
  }
}
