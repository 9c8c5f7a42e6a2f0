import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Paths } from "./paths";

let root = "";
const names = [
  "access.log",
  "access.log.1",
  "access.log.2.gz",
  ".hidden.log",
  "a[1].log",
  "zeek/conn.log",
  "zeek/2026/dns.log",
  "zeek/2026/x/conn.log",
];
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-paths-"));
  for (const name of names) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), "");
  }
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const expand = async (pattern: string): Promise<string[]> =>
  (await new Paths([path.join(root, pattern)]).expand()).files.map((f) => path.relative(root, f)).sort();

test.each([
  ["access.log", ["access.log"]],
  ["not-there-yet.log", ["not-there-yet.log"]],
  ["access.log*", ["access.log", "access.log.1", "access.log.2.gz"]],
  ["access.log.?", ["access.log.1"]],
  ["access.log.[0-9]*", ["access.log.1", "access.log.2.gz"]],
  ["access.log.[!0-1]*", ["access.log.2.gz"]],
  ["*.log", ["a[1].log", "access.log"]],
  [".*.log", [".hidden.log"]],
  ["a[1].log", ["a[1].log"]],
  ["z*/conn.log", ["zeek/conn.log"]],
  ["zeek/**/*.log", ["zeek/2026/dns.log", "zeek/2026/x/conn.log", "zeek/conn.log"]],
  ["nowhere/*/x.log", []],
])("%s", async (pattern, files) => expect(await expand(pattern)).toEqual(files));

test("a rotated file is looked for beside one that is named, not beside a pattern's", async () => {
  const beside = await new Paths([path.join(root, "access.log"), path.join(root, "zeek/*.log")]).beside();
  expect(beside.map((f) => path.basename(f)).sort()).toEqual(["access.log.1", "access.log.2.gz"]);
});
