import { expect, test } from "vitest";
import { claimAt, roleFromClaim } from "./claims";

test("a role is found by name, with or without the product's prefix; the strongest counts", () => {
  expect(roleFromClaim(["waybill-engineer", "waybill:ciso", "staff"])).toBe("ciso");
  expect(roleFromClaim("legal")).toBe("legal");
  expect(roleFromClaim("Auditor engineer")).toBe("auditor");
});

test("no role is made up", () => {
  for (const claim of [undefined, null, [], ["administrator"], { admin: true }, 7, ["waybill-"]])
    expect(roleFromClaim(claim)).toBeUndefined();
});

test("a claim is read by its path, or whole where its name holds dots", () => {
  expect(claimAt({ realm_access: { roles: ["legal"] } }, "realm_access.roles")).toEqual(["legal"]);
  expect(claimAt({ "https://waybill.example/roles": ["ciso"] }, "https://waybill.example/roles")).toEqual(["ciso"]);
  expect(claimAt({}, "constructor.name")).toBeUndefined();
});
