import { expect, test } from "vitest";
import { basisState, Recipients } from "./recipients";

const entry = (host: string, dates: { validFrom?: Date; validUntil?: Date } = {}) => ({
  host,
  validFrom: null,
  validUntil: null,
  ...dates,
});

test("the most specific entry speaks: exact, then one label, then many", () => {
  const register = new Recipients([entry("**.cloud.example"), entry("*.eu.cloud.example"), entry("a.eu.cloud.example")]);
  expect(register.find("a.eu.cloud.example")?.host).toBe("a.eu.cloud.example");
  expect(register.find("b.eu.cloud.example")?.host).toBe("*.eu.cloud.example");
  expect(register.find("c.b.eu.cloud.example")?.host).toBe("**.cloud.example");
  expect(register.find("cloud.example")).toBeUndefined();
  expect(register.find("notcloud.example")).toBeUndefined();
  expect(register.find(null)).toBeUndefined();
});

test("a basis holds through the whole of its last UTC day", () => {
  const e = entry("x.example", { validFrom: new Date("2026-01-10T00:00:00Z"), validUntil: new Date("2026-01-20T00:00:00Z") });
  expect(basisState(e, Date.parse("2026-01-09T23:59:59Z"))).toBe("not yet");
  expect(basisState(e, Date.parse("2026-01-10T00:00:00Z"))).toBe("valid");
  expect(basisState(e, Date.parse("2026-01-20T23:59:59Z"))).toBe("valid");
  expect(basisState(e, Date.parse("2026-01-21T00:00:00Z"))).toBe("expired");
});
