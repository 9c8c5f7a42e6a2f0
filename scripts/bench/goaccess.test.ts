import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { measureGoAccess } from "./goaccess";
import { linesOf } from "./lines";

const isInstalled = spawnSync("goaccess", ["--version"]).status === 0;

test("where GoAccess is not installed there is no figure", () => {
  expect(measureGoAccess(linesOf("squid", 10), 10, "goaccess-is-not-here")).toBeUndefined();
});

test.runIf(isInstalled)("GoAccess counts every line of the Squid log", () => {
  expect(measureGoAccess(linesOf("squid", 500), 500)).toBeGreaterThan(0);
});

test.runIf(isInstalled)("a log that GoAccess does not count whole is no figure", () => {
  expect(() => measureGoAccess(linesOf("squid", 500), 501)).toThrow("500 of 501");
  expect(() => measureGoAccess(linesOf("zeek-conn", 500), 500)).toThrow("goaccess ended with 1");
});
