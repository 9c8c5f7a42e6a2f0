// Whether the migrations make what the schema says. The fact table's key is the model's alone (prisma.config.ts keeps Prisma
// from asking for it): a second comparison without that exemption must find that key missing and nothing else.
import { bin, environment, fail, node, openDatabase, StepFailed } from "./steps.mjs";

const KEY = 'ALTER TABLE "connection" ADD CONSTRAINT "connection_pkey" PRIMARY KEY ("workload_id", "time", "import_id", "line", "part");';

async function diff(env) {
  return node(
    [
      bin("prisma/build/index.js"),
      "migrate",
      "diff",
      "--from-migrations",
      "prisma/migrations",
      "--to-schema",
      "prisma/schema.prisma",
      "--script",
    ],
    { env: environment(env) },
  );
}
const statements = (text) =>
  text
    .split("\n")
    .filter((l) => l.trim() !== "" && !l.startsWith("--") && !l.startsWith("Loaded Prisma config") && !l.startsWith("npm warn"))
    .join("\n");

async function main() {
  const database = await openDatabase();
  try {
    const managed = statements(await diff({ DATABASE_URL: database.url }));
    if (managed !== "") throw new StepFailed("The migrations differ from the schema.", managed);
    const whole = statements(await diff({ DATABASE_URL: database.url, WAYBILL_DRIFT_WHOLE: "1" }));
    if (whole !== KEY) throw new StepFailed("The fact table differs from the schema by more than its key.", whole);
  } finally {
    await database.stop();
  }
}

await main().catch(fail);
