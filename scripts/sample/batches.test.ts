import { expect, test } from "vitest";
import { batchesOf } from "./batches";
import type { Chunk } from "./estate";
import { sampleSources } from "./sources";
import { dateOf, day } from "./time";

test("a batch is what all sources wrote over a week, in order", () => {
  const chunks = Array.from({ length: 18 }, (_, i): Chunk => {
    const from = Date.UTC(2026, 10, 1) + Math.floor(i / 2) * day;
    return { ...sampleSources[i % 2]!, date: dateOf(from), from: new Date(from), until: new Date(from + day - 1), lines: [] };
  });
  const batches = [...batchesOf(chunks)];
  expect(batches.map((batch) => batch.length)).toEqual([14, 4]);
  expect(batches.flat()).toEqual(chunks);
  expect([...batchesOf([])]).toEqual([]);
});
