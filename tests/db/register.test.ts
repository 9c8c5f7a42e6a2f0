import { expect, test } from "vitest";
import { findLastExport, listDataEntries, listRecipients } from "../../lib/db/register";
import { exportRegister } from "../../lib/govern/export-register";
import { removeDataEntry } from "../../lib/govern/remove-data-register";
import { removeRecipient } from "../../lib/govern/remove-recipient";
import { saveDataEntry } from "../../lib/govern/save-data-register";
import { saveRecipient } from "../../lib/govern/save-recipient";
import type { Actor, Role } from "../../lib/model/role";
import { useDatabase } from "./database";

const use = useDatabase();
const actor = (role: Role): Actor => ({ id: role, name: `The ${role}`, role, teams: ["*"] });
const legal = actor("legal");

const actions = async (subject: string) =>
  (await use.db.prisma.journal.findMany({ where: { subject }, orderBy: { id: "asc" } })).map((j) => j.action);

test("an entry of the data register is written, changed and removed, each with its journal entry", async () => {
  const entry = await saveDataEntry(use.db, legal, {
    service: "billing",
    classes: ["Personal", "payment", "personal"],
    purpose: "Charges",
  });
  expect(entry.classes).toEqual(["payment", "personal"]);
  await expect(saveDataEntry(use.db, legal, { service: "billing", classes: ["public"], purpose: "Twice" })).rejects.toMatchObject({
    code: "conflict",
  });
  await saveDataEntry(use.db, legal, {
    id: entry.id,
    service: "billing",
    environment: "production",
    classes: ["payment"],
    purpose: "Charges",
  });
  expect(await listDataEntries(use.db)).toMatchObject([{ environment: "production", classes: ["payment"], updatedBy: "The legal" }]);
  await removeDataEntry(use.db, legal, { id: entry.id });
  expect(await listDataEntries(use.db)).toEqual([]);
  expect(await actions("data-register:billing")).toEqual(["data-register.create"]);
  expect(await actions("data-register:billing/production")).toEqual(["data-register.change", "data-register.remove"]);
});

const recipient = {
  host: "*.Cloud.example",
  recipient: "Cloud Example Inc.",
  role: "processor",
  basis: "scc",
  countries: ["de", "US", "DE"],
};

test("an entry of the recipient register keeps its pattern canonical and its dates whole", async () => {
  const saved = await saveRecipient(use.db, legal, {
    ...recipient,
    validFrom: "2026-01-01",
    validUntil: "",
    document: "https://contracts.example/1",
  });
  expect(saved).toMatchObject({
    host: "*.cloud.example",
    countries: ["DE", "US"],
    validFrom: new Date("2026-01-01T00:00:00Z"),
    validUntil: null,
  });
  await expect(saveRecipient(use.db, legal, { ...recipient, recipient: "Another" })).rejects.toMatchObject({ code: "conflict" });
  await removeRecipient(use.db, legal, { id: saved.id });
  expect(await listRecipients(use.db)).toEqual([]);
  expect(await actions("recipient:*.cloud.example")).toEqual(["recipient.create", "recipient.remove"]);
});

test.each([
  ["host", { host: "https://cloud.example/x" }],
  ["host", { host: "192.0.2.1" }],
  ["countries", { countries: ["Germany"] }],
  ["document", { document: "javascript:alert(1)" }],
  ["validUntil", { validFrom: "2026-02-01", validUntil: "2026-01-01" }],
  ["validFrom", { validFrom: "1 February" }],
])("a wrong %s is refused by name", async (field, wrong) => {
  const error = await saveRecipient(use.db, legal, { ...recipient, ...wrong }).catch((e) => e);
  expect(error.code).toBe("invalid");
  expect(String(error.at.field).split(".")[0]).toBe(field);
});

test("an export keeps its rows and says so in the journal", async () => {
  const row = {
    service: "billing",
    environment: "",
    destination: "api.payments.example",
    classes: "personal",
    purpose: "",
    recipient: "",
    role: "",
    basis: "",
    validFrom: "",
    validUntil: "",
    countries: "Germany",
    countriesFrom: "register",
    document: "",
  };
  const period = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-22T00:00:00.000Z" };
  const { id } = await exportRegister(use.db, actor("auditor"), { ...period, rows: [row] });
  expect(await findLastExport(use.db)).toMatchObject({ id, exportedBy: "The auditor", rows: [row] });
  expect(await actions(`register-export:${id}`)).toEqual(["register.export"]);
});

test.each(["engineer", "ciso", "auditor"] as const)("%s changes no register", async (role) => {
  const before = await use.db.prisma.journal.count();
  const attempts = [
    saveDataEntry(use.db, actor(role), { service: "x", classes: ["public"], purpose: "x" }),
    removeDataEntry(use.db, actor(role), { id: 1 }),
    saveRecipient(use.db, actor(role), recipient),
    removeRecipient(use.db, actor(role), { id: 1 }),
  ];
  for (const result of await Promise.allSettled(attempts))
    expect(result).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  expect(await use.db.prisma.journal.count()).toBe(before);
});
