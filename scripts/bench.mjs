// npm run bench: scripts/bench.ts, bundled as what ships is bundled. Run from its sources, every closure would cost a call that
// gives it its name.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { buildCli } from "./build-cli.mjs";

const root = path.resolve(import.meta.dirname, "..");
await buildCli();
const file = path.join(root, "dist", "bench.mjs");
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ["scripts/bench.ts"],
  outfile: file,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
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
const { status } = spawnSync(process.execPath, ["--max-semi-space-size=64", file, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
