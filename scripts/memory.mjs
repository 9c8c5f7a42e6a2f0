// npm run memory [-- --lines 1000000 --mb 5000]: how large the process becomes that takes logs in, whatever comes.
import { bundle, runBundle } from "./run-bundled.mjs";

await bundle({ memory: "scripts/memory/memory.ts", "chaos-receiver": "scripts/chaos/receiver.ts" });
runBundle("memory");
