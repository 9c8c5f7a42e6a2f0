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

const masked = (
  line: string,
  about: Partial<Connection>,
  keys: string[] = [],
  keeps = { keepQueries: false, keepUsers: false },
): string => {
  const connection: Connection = { kind: "request", ...about };
  return new Masker(keys, keeps).line(line, [connection], [about.url === undefined ? undefined : restUrl(about.url)]);
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

test("queries and users are kept each by its own choice, credentials by none", () => {
  const url = "https://u:pw4@a.example/users/jane/48213?page=2&sort=name&sig=s1gn4ture&%74oken=t0k3n";
  const line = `10.1.0.9 CORP\\jane "GET ${url}" user=jane login=bob@corp.example password=h1dden "Authorization: Bearer abcdef123"`;
  const about = { url, srcUser: "jane", srcHost: "laptop-7" };
  const rests = (keepQueries: boolean, keepUsers: boolean) =>
    masked(`${line} laptop-7`, about, ["user", "login"], { keepQueries, keepUsers });
  const queries = rests(true, false);
  expect(queries).toMatch(/https:\/\/a\.example\/users\/user-[\w-]{16}\/48213\?page=2&sort=name&sig=\*\*\*&%74oken=\*\*\*/);
  expect(queries).not.toMatch(/jane|laptop-7/);
  const users = rests(false, true);
  expect(users).toContain('CORP\\jane "GET https://a.example/users/{id}/{id}?page=***&sort=***&sig=***');
  expect(users).toMatch(/user=jane login=user-[\w-]{16} /);
  expect(users).toContain("laptop-7");
  const both = rests(true, true);
  expect(both).toContain("/users/jane/48213?page=2&sort=name");
  for (const out of [queries, users, both, rests(false, false)])
    for (const secret of ["pw4", "s1gn4ture", "t0k3n", "bob@", "h1dden", "abcdef123"]) expect(out).not.toContain(secret);
});

test("a user that is kept stays as JSON wrote it", () => {
  const line = JSON.stringify({ user: "CORP\\jane", mail: "jane@corp.example" });
  const about = { srcUser: "CORP\\jane" };
  expect(masked(line, about, ["user", "mail"], { keepQueries: false, keepUsers: true })).toBe(line);
  expect(masked(line, about, ["user", "mail"])).not.toContain("CORP");
});

test("an escaped sign in a query does not end it", () => {
  const line = String.raw`{"url":"/find?a=1\u0026name=alice\/b\u0026sig=zz9","n":1}`;
  expect(masked(line, {})).toBe('{"url":"/find?a=***","n":1}');
  const kept = masked(line, {}, [], { keepQueries: true, keepUsers: false });
  expect(kept).toBe(String.raw`{"url":"/find?a=1\u0026name=alice\/b\u0026sig=***","n":1}`);
});
