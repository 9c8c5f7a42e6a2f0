import { expect, test } from "vitest";
import { closeDb, openDb } from "./client";
import { findSourceByToken, makeSourceToken } from "./source";
import { isUnwell } from "./unwell";

const failing = (fields: object, message = "x"): Error => Object.assign(new Error(message), fields);

test("a database that is not reached, full, or going down is unwell, by Prisma and by pg", async () => {
  const db = openDb("postgresql://nobody:x@127.0.0.1:1/none", 1);
  expect(isUnwell(await findSourceByToken(db, makeSourceToken().token).catch((e: unknown) => e))).toBe(true);
  expect(isUnwell(await db.pool.connect().catch((e: unknown) => e))).toBe(true);
  await closeDb(db);
  for (const code of ["57P01", "53100", "53300", "08006", "25006", "ECONNRESET", "P2024"])
    expect(isUnwell(failing({ code })), code).toBe(true);
  expect(isUnwell(failing({}, "Connection terminated unexpectedly"))).toBe(true);
  const adapter = { driverAdapterError: failing({ name: "DriverAdapterError", cause: { originalCode: "57P03", kind: "postgres" } }) };
  expect(isUnwell(failing({ code: "P2039", meta: adapter }))).toBe(true);
  expect(isUnwell(new Error("wrapped", { cause: failing({ code: "57P03" }) }))).toBe(true);
});

test("what was asked wrongly is not its fault", () => {
  for (const error of [
    failing({ code: "22P05" }),
    failing({ code: "23505" }),
    failing({ code: "P2002" }),
    failing({ code: "P2039", meta: { driverAdapterError: failing({ cause: { originalCode: "22P05" } }) } }),
    new Error("x"),
    "text",
    undefined,
  ])
    expect(isUnwell(error)).toBe(false);
});
