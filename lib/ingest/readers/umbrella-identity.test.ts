import { expect, test } from "vitest";
import { readIdentities } from "./umbrella-identity";

test.each<[[string?, string?, string?, string?], object]>([
  [["jane", "jane,LAPTOP-7", "AD Users", "AD Users,Roaming Computers"], { srcUser: "jane", srcHost: "LAPTOP-7" }],
  [
    ["LAPTOP-7", "LAPTOP-7,Jane (jane@corp.example)", "Roaming Computers", "Roaming Computers,AD Users"],
    { srcUser: "jane", srcHost: "LAPTOP-7" },
  ],
  [
    ["Doe, J. (A) (jane@corp.example)", "Doe, J. (A) (jane@corp.example),PC", "AD Users", "AD Users,Anyconnect Roaming Client"],
    { srcUser: "jane", srcHost: "PC" },
  ],
  [["HQ", "HQ", "Networks", "Networks"], { caller: { tags: { network: "HQ" } } }],
  [["who", undefined, undefined, undefined], { srcUser: "who" }],
  [["who", "who,somewhere", "A new type", undefined], { srcUser: "who", caller: { tags: { network: "somewhere" } } }],
  [[undefined, "HQ, Branch", "CDFW Tunnel Device", "CDFW Tunnel Device"], { caller: { tags: { network: "HQ" } } }],
  [[undefined, undefined, undefined, undefined], {}],
])("%j", (given, found) => {
  expect(readIdentities(...(given as Parameters<typeof readIdentities>))).toEqual(found);
});
