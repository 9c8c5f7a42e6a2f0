// npm run explain: writes docs/reference/explain.md, the plans of what each view asks of the database.
import { bundle, runBundle } from "./run-bundled.mjs";

await bundle({ explain: "scripts/bench/explain.ts" });
runBundle("explain");
