// Runs a TypeScript entry bundled as what ships is bundled. Run from its sources, every closure would cost a call that gives it
// its name, and each start would compile all of lib anew.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { buildCli } from "./build-cli.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** Bundles entries (by name, relative to the root) into dist/, and what the server's threads run beside them. */
export async function bundle(entryPoints) {
  await buildCli();
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    alias: { "server-only": path.join(root, "node_modules", "server-only", "empty.js") },
    // Scripts know where they lie.
    plugins: [
      {
        name: "scripts-stay",
        setup(build) {
          build.onResolve({ filter: /^\..*\.mjs$/ }, ({ path: to, resolveDir }) => ({
            path: pathToFileURL(path.resolve(resolveDir, to)).href,
            external: true,
          }));
        },
      },
    ],
    logLevel: "error",
  });
}

/** Runs the bundle of this name with the arguments of the command; the exit code is its. */
export function runBundle(name, more = []) {
  const { status } = spawnSync(process.execPath, [...more, path.join(root, "dist", `${name}.mjs`), ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
