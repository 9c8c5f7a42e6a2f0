import { expect, test } from "vitest";
import { maskUrl, pathTemplate, splitUrl } from "./path-template";

test.each([
  ["/", "/"],
  ["/v1/charges/ch_1AbC29xyz", "/v1/charges/{id}"],
  ["/v2/orders/48213/items/7", "/v2/orders/{id}/items/{id}"],
  ["/users/alice.miller/avatar.png", "/users/{id}/avatar.png"],
  ["/blobs/9f86d081884c7d65", "/blobs/{id}"],
  ["/export/2026-11-22.csv", "/export/{id}.csv"],
  ["/o/6f1c2d3e-1111-4222-8333-444455556666", "/o/{id}"],
  ["/mail/a%40b.example", "/mail/{id}"],
  ["/api/oauth2/token;jsessionid=AB12", "/api/oauth2/token"],
  ["/simple/requests/", "/simple/requests/"],
  ["/static/jquery-3.7.js?x=1", "/static/jquery-3.7.js"],
])("%s is an instance of %s", (path, template) => expect(pathTemplate(path)).toBe(template));

test.each([
  ["https://u:secret@api.vendor.example:8443/v1/x?key=abc&page=2#frag", "https://api.vendor.example:8443/v1/x?key=***&page=***"],
  ["http://[2001:db8::1]:80/a?9f86d081884c7d65=1", "http://[2001:db8::1]:80/a?***"],
  ["api.vendor.example:443", "api.vendor.example:443"],
  ["http://api.vendor.example?token", "http://api.vendor.example/?***"],
])("%s rests as %s", (url, masked) => expect(maskUrl(url)).toBe(masked));

test("a URL is split as logs write it", () => {
  expect(splitUrl("api.vendor.example:443")).toEqual({ scheme: undefined, host: "api.vendor.example", port: 443, rest: "" });
  expect(splitUrl("http://[::1]/x")).toMatchObject({ host: "[::1]", port: undefined, rest: "/x" });
  expect(splitUrl("/only/path")).toBeUndefined();
});
