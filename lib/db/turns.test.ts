import { expect, test } from "vitest";
import { Turns } from "./turns";

test("as many as there is room for, the rest in their order, and none twice", async () => {
  const turns = new Turns(2);
  const seen: number[] = [];
  const first = await turns.take();
  const second = await turns.take();
  const later = [3, 4].map(async (n) => {
    const leave = await turns.take();
    seen.push(n);
    return leave;
  });
  await Promise.resolve();
  expect(seen).toEqual([]);
  second();
  second();
  const third = await later[0]!;
  expect(seen).toEqual([3]);
  first();
  third();
  (await later[1]!)();
  expect(seen).toEqual([3, 4]);
  // All rooms are free again.
  await turns.take();
  await turns.take();
});
