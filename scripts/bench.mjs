// npm run bench: scripts/bench.ts, bundled.
import { bundle, runBundle } from "./run-bundled.mjs";

await bundle({ bench: "scripts/bench.ts" });
runBundle("bench", ["--max-semi-space-size=64"]);
