import { expect, test } from "vitest";
import { splitUrl } from "./split-url";

test.each<[string, string | undefined, object]>([
  [
    "https://User:pw@Api.Example:8443/a/b?c=d#e",
    undefined,
    { scheme: "https", domain: "api.example", port: 8443, path: "/a/b", query: "c=d", fragment: "e" },
  ],
  ["http://[2001:db8::1]/", undefined, { scheme: "http", domain: "2001:db8::1", path: "/" }],
  ["/a?b=http://x.example/", undefined, { path: "/a", query: "b=http://x.example/" }],
  ["-/a?b=c", undefined, { path: "/a", query: "b=c" }],
  ["api.example:443", "CONNECT", { domain: "api.example", port: 443 }],
  ["api.example:443", undefined, { domain: "api.example", port: 443 }],
  ["http://api.example", undefined, { scheme: "http", domain: "api.example" }],
  ["/with blank RTSP/1.0", undefined, {}],
  ["error:transaction-end-before-headers", undefined, {}],
])("%s", (url, method, parts) => {
  expect(splitUrl(url, method)).toEqual(parts);
});

test("knows a URL without its scheme by the host that was asked", () => {
  expect(splitUrl("Api.example:8080/a?b=c", undefined, "api.example")).toEqual({
    domain: "api.example",
    port: 8080,
    path: "/a",
    query: "b=c",
  });
  expect(splitUrl("192.0.2.1/a", undefined, "192.0.2.1")).toEqual({ domain: "192.0.2.1", path: "/a" });
  expect(splitUrl("index.html", undefined, "api.example")).toEqual({});
});
