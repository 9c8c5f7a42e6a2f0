import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "prisma/config";

// The command line wants a native engine that it would download; ours answers it with Prisma's WebAssembly engine.
// Windows cannot spawn a script, so the native one is downloaded there.
if (process.platform !== "win32" && !process.env.PRISMA_SCHEMA_ENGINE_BINARY) {
  const engine = path.join(import.meta.dirname, "scripts/schema-engine.mjs");
  if (!(fs.statSync(engine).mode & 0o100)) fs.chmodSync(engine, 0o755);
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = engine;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Their key is the model's alone: an index on the fact table costs more than parsing does (docs/decisions/0003-fact-table.md).
  ...(process.env.WAYBILL_DRIFT_WHOLE ? {} : { experimental: { externalTables: true }, tables: { external: ["public.connection"] } }),
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://app:app@127.0.0.1:55432/app" },
});
