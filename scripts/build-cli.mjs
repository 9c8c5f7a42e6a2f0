// Bundles bin/cli.ts into dist/, a chunk for each command, and the server's threads beside it. Run by bin/waybill when a source is newer than the bundle.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";

const root = path.resolve(import.meta.dirname, "..");

/** @throws {Error} with the place, when a source cannot be bundled; the bundle that was there stays. */
export async function buildCli(outdir = path.join(root, "dist")) {
  const started = new Date();
  generateClient();
  const commands = fs
    .readdirSync(path.join(root, "bin", "commands"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -3))
    .sort();
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: { cli: "bin/cli.ts", "ingest-thread": "bin/ingest-thread.ts" },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "cli/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    conditions: ["react-server"],
    // What throws outside of a server component is empty under the condition; Node itself is started without it.
    alias: { "server-only": path.join(root, "node_modules", "server-only", "empty.js") },
    define: { WAYBILL_COMMANDS: JSON.stringify(commands) },
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  // Chunks carry a hash of their content and the entries go last, each in one rename: whoever starts meanwhile finds a whole bundle.
  const isEntry = (file) => path.dirname(file.path) === path.resolve(root, outdir);
  for (const file of [...result.outputFiles.filter((f) => !isEntry(f)), ...result.outputFiles.filter(isEntry)]) {
    fs.mkdirSync(path.dirname(file.path), { recursive: true });
    const draft = `${file.path}.${process.pid}`;
    fs.writeFileSync(draft, file.contents);
    fs.utimesSync(draft, started, started);
    fs.renameSync(draft, file.path);
  }
  prune(path.join(outdir, "cli"), new Set(result.outputFiles.map((file) => file.path)), started.getTime() - 3_600_000);
}

/** A fresh clone lacks what Prisma generates from the schema; without it nothing that stores can be bundled. */
function generateClient() {
  if (fs.existsSync(path.join(root, "lib", "db", "generated", "prisma", "client.ts"))) return;
  const prisma = path.join(root, "node_modules", "prisma", "build", "index.js");
  // Its generators are commands of our own packages.
  const PATH = [path.join(root, "node_modules", ".bin"), process.env.PATH].join(path.delimiter);
  execFileSync(process.execPath, [prisma, "generate"], { cwd: root, env: { ...process.env, PATH }, stdio: ["ignore", "ignore", "pipe"] });
}

/** Chunks of earlier bundles go after an hour: a command that runs may still load one. */
function prune(folder, keep, before) {
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!keep.has(file) && (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? before) < before) fs.rmSync(file, { force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildCli();
