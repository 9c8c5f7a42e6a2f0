import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { reference } from "../../scripts/generate-reference";

test.each(Object.entries(reference()))("%s is what the catalogue says now", (file, text) => {
  const kept = fs.readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8");
  // Run `node --import tsx scripts/generate-reference.ts` when this fails.
  expect(kept).toBe(text);
});
