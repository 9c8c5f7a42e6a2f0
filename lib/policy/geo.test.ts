import { expect, test } from "vitest";
import { geoBounds } from "./geo";

const geo = [
  { id: "personal", from: { data: ["personal"] }, regions: ["EEA", "CH"] },
  { id: "billing", from: { service: ["billing-*"], except: [{ environment: ["staging"] }] }, regions: ["DE"] },
];
const ids = (s: Parameters<typeof geoBounds>[1]) => geoBounds(geo, s).map((b) => (b.open ? `${b.id}?` : b.id));

test("a rule by class of data holds for who is registered to handle it", () => {
  expect(ids({ service: "search", environment: "production", classes: ["personal"] })).toEqual(["personal"]);
  expect(ids({ service: "search", environment: "production", classes: ["technical"] })).toEqual([]);
});

test("where nobody has said which data there is, it cannot be said whether the rule holds", () => {
  expect(ids({ service: "search", environment: "production" })).toEqual(["personal?"]);
});

test("a rule by caller holds without a register, and its exceptions are left out", () => {
  expect(ids({ service: "billing-api", environment: "production", classes: [] })).toEqual(["billing"]);
  expect(ids({ service: "billing-api", environment: "staging", classes: [] })).toEqual([]);
  expect(ids({ service: "billing-api", classes: [] })).toEqual(["billing?"]);
});

test("regions become countries", () => {
  const bound = geoBounds(geo, { service: "search", classes: ["personal"] })[0]!;
  expect(bound.countries).toContain("NO");
  expect(bound.countries).toContain("CH");
  expect(bound.countries).not.toContain("US");
});
