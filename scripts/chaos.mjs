// npm run chaos [-- --rounds 100 --seed N]: kill -9 of the receiver and of PostgreSQL while several senders send; then whether
// every acknowledged line is stored once.
import { bundle, runBundle } from "./run-bundled.mjs";

await bundle({ chaos: "scripts/chaos/chaos.ts", "chaos-receiver": "scripts/chaos/receiver.ts" });
runBundle("chaos");
