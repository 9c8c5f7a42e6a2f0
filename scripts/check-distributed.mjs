// npm run check:distributed: a database that may be distributed (DATABASE_URL of a Citus coordinator) answers as a plain one does.
import { bundle, runBundle } from "./run-bundled.mjs";

await bundle({ "check-distributed": "scripts/distributed/check.ts" });
runBundle("check-distributed");
