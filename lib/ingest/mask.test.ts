import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../model/connection";
import { restUrl } from "../model/path-template";
import { Masker } from "./mask";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-mask-"));
beforeAll(() => {
  process.env.WAYBILL_STATE_DIR = dir;
});
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

const masked = (line: string, about: Partial<Connection>, keys: string[] = []): string => {
  const connection: Connection = { kind: "request", ...about };
  return new Masker(keys).line(line, [connection], [about.url === undefined ? undefined : restUrl(about.url)]);
};

test("a URL in a line rests as its template; what stands around it is searched all the same", () => {
  const url = "https://u:pw@api.vendor.example:8443/users/alice.miller?token=abc&page=2#top";
  const line = `1.1 token=t0psecret GET ${url} - "Authorization: Bearer abcdef123" mail=bob@vendor.example`;
  const out = masked(line, { url });
  expect(out).toContain("https://api.vendor.example:8443/users/{id}?token=***&page=***");
  for (const secret of ["t0psecret", "pw@", "alice", "abc", "bob@", "#top"]) expect(out).not.toContain(secret);
});

test("a second URL of the line is masked as well", () => {
  const url = "http://a.example/v1/orders/48213?x=1";
  const out = masked(`GET ${url} "http://b.example/users/carol?key=k9" x`, { url });
  for (const secret of ["48213", "x=1", "carol", "k9"]) expect(out).not.toContain(secret);
  expect(out).toContain("http://b.example/users/{id}?key=***");
});

test("a path without a host, and escaped slashes, as JSON writes them", () => {
  expect(masked('{"path":"/users/alice/x?a=1"}', { url: "/users/alice/x?a=1" })).toBe('{"path":"/users/{id}/x?a=***"}');
  const out = masked('{"url":"http:\\/\\/a.example\\/users\\/alice"}', { url: "http://a.example/users/alice" });
  expect(out).not.toContain("alice");
});

test("personal keys of the format, though a URL stands between", () => {
  const url = "http://a.example/x";
  expect(masked(`user=alice GET ${url} login="bob"`, { url }, ["user", "login"])).not.toMatch(/alice|bob/);
});
