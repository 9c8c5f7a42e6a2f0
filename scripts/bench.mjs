// npm run bench: scripts/bench.ts, bundled.
import { bundle, runBundle } from "./run-bundled.mjs";
import { serverFlags } from "./server-flags.mjs";

await bundle({ bench: "scripts/bench.ts" });
runBundle("bench", serverFlags);
