// What the start-up and test scripts share: steps with their time, what is installed, built and running. Node's own modules only,
// since it runs before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { serverFlags } from "./server-flags.mjs";

export const root = path.resolve(import.meta.dirname, "..");
export const stateDir = process.env.WAYBILL_STATE_DIR ?? path.join(root, ".waybill");
export const bin = (...parts) => path.join(root, "node_modules", ...parts);
const started = performance.now();

export const environment = (more = {}) => ({
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  PATH: `${bin(".bin")}${path.delimiter}${process.env.PATH}`,
  ...more,
});

const since = () => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
export const say = (message) => console.error(`[${since()}] ${message}`);

/** Runs a command to its end; its output is shown when it fails, or as it comes with `show`. @throws {StepFailed} */
export function run(command, args, { env = environment(), show = false, cwd = root } = {}) {
  const r = spawnSync(command, args, {
    cwd,
    env,
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (r.error) throw r.error;
  if (r.status !== 0)
    throw new StepFailed(
      `${path.basename(command)} ${args.map((a) => path.basename(a)).join(" ")} ended with ${r.status ?? r.signal}`,
      `${r.stdout ?? ""}${r.stderr ?? ""}`,
    );
  return r.stdout ?? "";
}

export class StepFailed extends Error {
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/** A long step: a sign of life every few seconds while it runs. */
export async function step(name, work) {
  const from = performance.now();
  say(`${name} …`);
  const beat = setInterval(() => say(`${name} … ${Math.round((performance.now() - from) / 1000)} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    say(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
  }
}

/** As `run`, without standing still, so that the sign of life can be given. */
export function runLong(command, args, { env = environment(), show = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout?.on("data", (d) => (output += d));
    child.stderr?.on("data", (d) => (output += d));
    child.on("error", reject);
    child.on("exit", (status, signal) =>
      status === 0
        ? resolve(output)
        : reject(
            new StepFailed(
              `${path.basename(command)} ${args.map((a) => path.basename(a)).join(" ")} ended with ${status ?? signal}`,
              output,
            ),
          ),
    );
  });
}

export const node = (args, options) => runLong(process.execPath, args, options);
export const prisma = (args, options) => node([bin("prisma/build/index.js"), ...args], options);

/** Dependencies as the lock file says; nothing is done when they are there. */
export async function install() {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  const want = createHash("sha256").update(lock).digest("hex");
  const mark = bin(".waybill-lock");
  if (fs.existsSync(bin("next/package.json")) && read(mark) === want) return;
  // A tree that npm itself installed from this very lock is as good.
  if (!fs.existsSync(bin("next/package.json")) || !sameTree(lock)) {
    const npm = process.env.npm_execpath;
    await step("installing dependencies", () =>
      npm ? node([npm, "ci", "--no-audit", "--no-fund"]) : runLong("npm", ["ci", "--no-audit", "--no-fund"]),
    );
  }
  fs.writeFileSync(mark, want);
}

function sameTree(lock) {
  try {
    const want = JSON.parse(lock).packages;
    const have = JSON.parse(fs.readFileSync(bin(".package-lock.json"), "utf8")).packages;
    return Object.entries(want).every(([name, p]) => name === "" || p.optional || have[name]?.version === p.version);
  } catch {
    return false;
  }
}

const read = (file) => {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** A fingerprint of the files that a build is made from: names, sizes and times. */
export function fingerprint(...folders) {
  const hash = createHash("sha256");
  const walk = (entry) => {
    const stat = fs.statSync(entry, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      if (path.basename(entry) === "generated") return;
      for (const name of fs.readdirSync(entry).sort()) walk(path.join(entry, name));
    } else if (!entry.endsWith(".test.ts")) hash.update(`${path.relative(root, entry)} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const folder of folders) walk(path.join(root, folder));
  return hash.digest("hex");
}

/** Prisma's client and Kysely's types, anew when the schema changed. */
export async function generate() {
  const want = fingerprint("prisma/schema.prisma", "package-lock.json");
  const mark = path.join(root, "lib/db/generated/.made-from");
  if (read(mark) === want && fs.existsSync(path.join(root, "lib/db/generated/prisma/client.ts"))) return;
  await step("generating the database client", () => prisma(["generate"]));
  fs.writeFileSync(mark, want);
}

const sources = [
  "app",
  "bin",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "next.config.js",
  "proxy.ts",
  "instrumentation.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** The application and the command line; nothing is done when no source changed. */
export async function build({ distDir = process.env.WAYBILL_DIST_DIR ?? ".next" } = {}) {
  await generate();
  const want = fingerprint(...sources);
  const mark = path.join(root, distDir, "made-from");
  if (read(mark) === want && fs.existsSync(path.join(root, distDir, "BUILD_ID"))) return;
  const { buildCli } = await import("./build-cli.mjs");
  await buildCli();
  await step("building the application", () =>
    node([bin("next/dist/bin/next"), "build"], { env: environment({ NODE_ENV: "production", WAYBILL_DIST_DIR: distDir }) }),
  );
  fs.writeFileSync(mark, want);
}

export const isBuilt = (distDir = process.env.WAYBILL_DIST_DIR ?? ".next") => fs.existsSync(path.join(root, distDir, "BUILD_ID"));

/** DATABASE_URL, else the embedded server, started when it does not run. `stop` ends only what was started here. */
export async function openDatabase() {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} };
  const { startPg, stopPg } = await import("./pg.mjs");
  const server = await step("starting the embedded PostgreSQL", () => startPg());
  fs.mkdirSync(stateDir, { recursive: true, mode: 0o755 });
  fs.writeFileSync(path.join(stateDir, "database-url"), `${server.url}\n`, { mode: 0o600 });
  return { url: server.url, stop: async () => server.started && (await stopPg()) };
}

export const migrate = (url) =>
  step("migrating the database", () => prisma(["migrate", "deploy"], { env: environment({ DATABASE_URL: url }) }));

export async function isFree(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false)).listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The production server as a child; resolves when it answers. */
export async function serve({ url, databaseUrl, port, host = "127.0.0.1", more = {}, show = true }) {
  const env = environment({
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    WAYBILL_URL: url,
    NEXTAUTH_URL: url,
    PORT: String(port),
    ...more,
  });
  const child = spawn(process.execPath, [...serverFlags, bin("next/dist/bin/next"), "start", "-p", String(port), "-H", host], {
    cwd: root,
    env,
    stdio: ["ignore", show ? "inherit" : "ignore", "inherit"],
  });
  const gone = new Promise((_, reject) =>
    child.once("exit", (code, signal) => reject(new StepFailed(`the server ended with ${code ?? signal} before it answered`, ""))),
  );
  gone.catch(() => {});
  const answers = (async () => {
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      try {
        if ((await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(2_000) })).ok) return;
      } catch {}
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    throw new StepFailed("the server did not answer within 60 s", "");
  })();
  await Promise.race([answers, gone]);
  return child;
}

/** Ends with the child, or ends it (and what `stop` names) on Ctrl-C, SIGTERM, or when the parent is gone. */
export async function untilStopped(child, stop) {
  let stopping = false;
  const end = (signal) => {
    if (stopping) return;
    stopping = true;
    child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end("SIGTERM"));
  // npm hands a SIGTERM only to its shell, which dies without telling us.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end("SIGTERM"), 1_000).unref();
  const code = await new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once("exit", (c) => resolve(c)) : resolve(child.exitCode),
  );
  await stop();
  process.exit(stopping ? 0 : (code ?? 1));
}

/** Says what failed and ends; a stack helps nobody here. */
export function fail(error) {
  if (error instanceof StepFailed) {
    if (error.output) console.error(error.output.trimEnd().split("\n").slice(-60).join("\n"));
    say(error.message);
  } else console.error(error);
  process.exit(1);
}
