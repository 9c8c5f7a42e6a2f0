import { expect, test } from "vitest";
import type { RegisterRow } from "../db/register";
import { registerCsv } from "./export-register-csv";
import { registerChanges } from "./register-rows";

const row = (given: Partial<RegisterRow>): RegisterRow => ({
  service: "billing",
  environment: "production",
  destination: "api.payments.example",
  classes: "personal",
  purpose: "Card charges",
  recipient: "Payments Example GmbH",
  role: "processor",
  basis: "none-needed",
  validFrom: "",
  validUntil: "",
  countries: "Germany",
  countriesFrom: "register",
  document: "",
  ...given,
});

test("what is new comes first, what changed says what, what is the same is not told", () => {
  const before = [row({}), row({ service: "mail" })];
  const now = [row({ basis: "scc", countries: "Germany, India" }), row({ service: "mail" }), row({ service: "identity" })];
  expect(registerChanges(now, before).map((c) => [c.row.service, c.changed])).toEqual([
    ["identity", undefined],
    ["billing", ["basis", "country"]],
  ]);
});

test("cells that a spreadsheet would run are made text", () => {
  const csv = registerCsv([row({ recipient: '=HYPERLINK("http://x.example")', purpose: 'Charges, "card"' })]);
  expect(csv).toContain(`"'=HYPERLINK(""http://x.example"")"`);
  expect(csv).toContain('"Charges, ""card"""');
  expect(csv.split("\r\n")).toHaveLength(3);
});
