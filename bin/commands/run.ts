import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import os from "node:os";
import { env } from "../../lib/env";
import { type Command, Usage } from "../command";
import { isAlive } from "../ingest/target";

interface Registration {
  job: string;
  run: string;
  startedAt: string;
  endedAt?: string;
  exitCode?: number;
  host: string;
  callers: string[];
}

export const command: Command = {
  name: "run",
  summary: "run a batch job so that what it calls is shown as one run",
  usage: `usage: waybill run --job NAME [OPTION ...] -- COMMAND [ARGUMENT ...]

Registers start, end, exit code and host of a run and gives the command these variables: WAYBILL_JOB, WAYBILL_RUN and
OTEL_RESOURCE_ATTRIBUTES. Records from this host's addresses in that time belong to the run; a log that carries the run
itself is believed first. The command runs even when nothing can be registered; its exit code is passed on.

  --job NAME       the job, the same at every run
  --run ID         the run; time and a random part when absent
  --caller IP      address the command calls from, repeatable; this host's addresses when absent
  --token TOKEN    of any source (or WAYBILL_TOKEN); without one the database is used (DATABASE_URL)
  --url URL        the app (or WAYBILL_URL)`,
  async run(args) {
    const end = args.indexOf("--");
    if (end < 0 || end === args.length - 1) throw new Usage("put the command after --");
    const options = readOptions(args.slice(0, end));
    const [program, ...rest] = args.slice(end + 1);
    const registration: Registration = {
      job: options.job,
      run: options.run ?? `${new Date().toISOString().slice(0, 19)}Z-${randomBytes(3).toString("hex")}`,
      startedAt: new Date().toISOString(),
      host: os.hostname(),
      callers: options.callers.length > 0 ? options.callers : ownAddresses(),
    };
    await tell(registration, options);
    const exitCode = await execute(program!, rest, registration);
    await tell({ ...registration, endedAt: new Date().toISOString(), exitCode: exitCode & 255 }, options);
    return exitCode;
  },
};

interface Options {
  job: string;
  run?: string;
  callers: string[];
  token?: string;
  url: string;
}

function readOptions(args: string[]): Options {
  const out: Partial<Options> & { callers: string[] } = { callers: [] };
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i]!.split(/=(.*)/s, 2);
    const value = inline ?? args[++i];
    if (value === undefined) throw new Usage(`${name} needs a value`);
    if (name === "--job") out.job = value;
    else if (name === "--run") out.run = value;
    else if (name === "--caller") out.callers.push(value);
    else if (name === "--token") out.token = value;
    else if (name === "--url") out.url = value;
    else throw new Usage(`there is no option ${name}`);
  }
  if (!out.job) throw new Usage("--job is needed");
  return { ...out, job: out.job, token: out.token ?? env.token, url: (out.url ?? env.url).replace(/\/$/, "") };
}

/** Loopback counts: a proxy on this very host sees the command come from there. */
const ownAddresses = (): string[] => [
  ...new Set(
    Object.values(os.networkInterfaces())
      .flatMap((list) => list ?? [])
      .map((a) => a.address)
      .filter((a) => !a.startsWith("fe80")),
  ),
];

function execute(program: string, args: string[], r: Registration): Promise<number> {
  const attributes = [
    process.env.OTEL_RESOURCE_ATTRIBUTES,
    `waybill.job=${encodeURIComponent(r.job)}`,
    `waybill.run=${encodeURIComponent(r.run)}`,
  ]
    .filter(Boolean)
    .join(",");
  const child = spawn(program, args, {
    stdio: "inherit",
    env: { ...process.env, WAYBILL_JOB: r.job, WAYBILL_RUN: r.run, OTEL_RESOURCE_ATTRIBUTES: attributes },
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, forward);
  return new Promise((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      process.stderr.write(`waybill run: ${program}: ${error.code === "ENOENT" ? "there is no such command" : error.message}\n`);
      resolve(error.code === "ENOENT" ? 127 : 126);
    });
    // As a shell says it: 128 and the signal's number.
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
}

/** A job must never fail for want of its audit: what cannot be told is said, and that is all. */
async function tell(registration: Registration, options: Options): Promise<void> {
  try {
    if (options.token !== undefined && (await isAlive(options.url))) {
      const response = await fetch(`${options.url}/api/runs`, {
        method: "POST",
        headers: { authorization: `Bearer ${options.token}`, "content-type": "application/json" },
        body: JSON.stringify(registration),
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok)
        throw new Error(((await response.json().catch(() => ({}))) as { detail?: string }).detail ?? `the app answered ${response.status}`);
    } else if (env.knownDatabaseUrl) await tellDatabase(env.knownDatabaseUrl, registration);
    else throw new Error("neither a token (--token, WAYBILL_TOKEN) nor a database (DATABASE_URL) is known");
  } catch (error) {
    process.stderr.write(`waybill run: the run was not registered: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function tellDatabase(url: string, registration: Registration): Promise<void> {
  const { closeDb, openDb } = await import("../../lib/db/client");
  const { registerRun } = await import("../../lib/govern/register-run");
  const { systemActor } = await import("../../lib/access/system");
  const db = openDb(url, 1);
  try {
    await registerRun(db, systemActor, registration);
  } finally {
    await closeDb(db);
  }
}
