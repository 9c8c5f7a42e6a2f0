import { expect, test } from "vitest";
import { Beginnings } from "./beginnings";

test("until a group shows an end its beginnings count, and their ends do not", () => {
  const told = new Beginnings<string>();
  expect(told.any).toBe(false);
  expect(told.begin("a", "facts")).toBe(true);
  expect(told.begin("b", "facts")).toBe(true);
  expect(told.find("a")).toBe("facts");
  expect(told.end("a")).toBe(false);
  expect(told.find("a")).toBeUndefined();
  expect(told.begin("c", "facts")).toBe(false);
  expect(told.end("c")).toBe(true);
  expect(told.end("b")).toBe(false);
});

test("an end whose beginning lies in another file counts", () => {
  expect(new Beginnings<undefined>().end("a")).toBe(true);
});

test("a rule that logs beginnings alone is not silenced by one that logs ends", () => {
  const told = new Beginnings<undefined>();
  told.end("a", "web");
  expect(told.begin("b", undefined, "web")).toBe(false);
  expect(told.begin("b", undefined, "dns")).toBe(true);
});

test("what never ends is forgotten in the order it came", () => {
  const told = new Beginnings<number>();
  for (let i = 0; i < 70_000; i++) told.begin(String(i), i);
  expect(told.find("0")).toBeUndefined();
  expect(told.find("69999")).toBe(69_999);
});
