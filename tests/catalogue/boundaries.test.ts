import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const planted: string[] = [];
afterEach(() => {
  for (const file of planted.splice(0)) fs.rmSync(file, { force: true });
});

/** The very call of `npm test`. */
function cruise(): { status: number | null; modules: number; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "lib", "app", "components", "bin"],
    { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" } },
  );
  const output = stdout + stderr;
  return { status, modules: Number(/(\d+) modules/.exec(output)?.[1] ?? 0), output };
}

/** Each must be refused, or the checker is blind (as it is under TypeScript 7: it sees no modules, and passes). */
test("a forbidden import of each kind is caught, and modules are seen", () => {
  const forbid: [file: string, text: string, rule: string][] = [
    ["lib/model/planted-model.ts", 'export { env } from "../env";\n', "model-is-the-ground"],
    ["lib/policy/planted-policy.ts", 'import fs from "node:fs";\nexport const there = fs.existsSync("/");\n', "pure-rooms-have-no-io"],
    ["lib/ingest/formats/planted-format.ts", 'export { getDb } from "../../db/client";\n', "formats-and-rules-are-pure"],
    ["lib/report/planted-report.ts", 'export { importLog } from "../ingest/import-log";\n', "report-meets-no-other-room"],
    ["lib/govern/planted-govern.ts", 'import pg from "pg";\nexport const pool = new pg.Pool();\n', "only-db-knows-prisma-and-pg"],
    ["lib/enrich/planted-enrich.ts", 'import { cookies } from "next/headers";\nexport const jar = cookies;\n', "lib-knows-no-next"],
    ["components/ui/planted-component.ts", 'export { getDb } from "../../lib/db/client";\n', "components-take-lib-as-types"],
  ];
  for (const [file, text] of forbid) {
    const full = path.join(root, file);
    fs.writeFileSync(full, text);
    planted.push(full);
  }
  const { status, modules, output } = cruise();
  expect(status).not.toBe(0);
  expect(modules).toBeGreaterThan(200);
  for (const [, , rule] of forbid) expect(output).toContain(rule);
});
