import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach } from "vitest";
import type { Collector } from "../../bin/collect/collector";
import { askStatus } from "../../bin/collect/hold";

type Status = ReturnType<Collector["status"]>;
const root = path.resolve(import.meta.dirname, "../..");
const waybill = path.join(root, "bin/waybill");

export interface Running {
  child: ChildProcess;
  /** All that it said on standard error. */
  said(): string;
  /** The port that was free, by what listens on it: "udp", "tcp" or "tls". */
  port(kind: string): number;
  status(): Promise<Status>;
  /** With SIGTERM. @returns the exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts `waybill collect` as a process of its own; what a test leaves running is ended, and its folders go. */
export function useCollect() {
  const children: ChildProcess[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    }
    for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder(): string {
      folders.push(fs.mkdtempSync(path.join(os.tmpdir(), "waybill-collect-")));
      return folders.at(-1)!;
    },
    /** Runs a command of the command line to its end. */
    async waybill(...args: string[]): Promise<{ code: number | null; said: string }> {
      const { child, said } = this.start(waybill, args);
      const [code] = (await once(child, "close")) as [number | null];
      return { code, said: said() };
    },
    /** Any program; its output is in `said`. */
    start(command: string, args: readonly string[], env: Record<string, string> = {}): { child: ChildProcess; said: () => string } {
      const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
      children.push(child);
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
      return { child, said: () => said };
    },
    async collect(spool: string, args: readonly string[]): Promise<Running> {
      const { child, said } = this.start(waybill, ["collect", "--spool", spool, "--every", "0.2", ...args]);
      const wanted = args.filter((a) => /^--(udp|tcp|tls)$/.test(a)).length || 1;
      await until(() => said().split("listening on").length > wanted || child.exitCode !== null, said);
      if (child.exitCode !== null) throw new Error(said());
      const end = async (signal: NodeJS.Signals): Promise<number | null> => {
        const gone = once(child, "exit");
        child.kill(signal);
        return (await gone)[0] as number | null;
      };
      return {
        child,
        said,
        port: (kind) => Number(new RegExp(`listening on ${kind} \\S+:(\\d+) `).exec(said())?.[1]),
        status: async () => JSON.parse(await askStatus(spool)) as Status,
        stop: () => end("SIGTERM"),
        kill: async () => void (await end("SIGKILL")),
      };
    },
  };
}

/** @throws with `what` where it does not come true in time. */
export async function until(isSo: () => boolean | Promise<boolean>, what: () => string, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It did not come true in ${ms} ms: ${what()}`);
    await pause(50);
  }
}
