import { expect, test } from "vitest";
import { checkPassword, hashPassword, verifyPassword } from "./password";

const refused = (password: string, about: string[] = []) => {
  try {
    checkPassword(password, about);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

test("length counts, in characters as people see them", () => {
  expect(refused("short one 1")).toMatch(/at least 12/);
  expect(refused("ten 🙂🙂🙂🙂🙂")).toMatch(/at least 12/);
  expect(refused("grey heron over water")).toBeUndefined();
  expect(refused("x".repeat(300))).toMatch(/at most 256/);
});

test.each([
  "password1234",
  "Passwort2026!",
  "qwertyuiop123",
  "aaaaaaaaaaaaaa",
  "abcdefghijklmn",
  "123456789012345",
  "Waybill-2026!",
  "P@ssw0rd12345",
])("%s is too obvious", (password) => expect(refused(password)).toBeDefined());

test("a password made of the person's own name or address is refused", () => {
  expect(refused("marguerite1999", ["Marguerite Duval"])).toBeDefined();
  expect(refused("marguerite1999", ["Someone Else"])).toBeUndefined();
  expect(refused("duval@house.example", ["x", "duval@house.example"])).toBeDefined();
});

test("a hash is argon2id with the chosen cost, verifies the password in either Unicode form and nothing else", async () => {
  const stored = await hashPassword("caf\u00e9 on the corner");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, "cafe\u0301 on the corner")).toBe(true);
  expect(await verifyPassword(stored, "cafe on the corner")).toBe(false);
});

test("an unknown account is refused after comparable work", async () => {
  const stored = await hashPassword("grey heron over water");
  await verifyPassword(undefined, "warm up the decoy");
  // Processor time of the process, its thread pool included: the clock would also tell how busy the machine is.
  const work = async (known: string | undefined): Promise<number> => {
    const start = process.cpuUsage();
    for (let i = 0; i < 5; i++) expect(await verifyPassword(known, "wrong")).toBe(false);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  const [known, unknown] = [await work(stored), await work(undefined)];
  expect(unknown / known).toBeGreaterThan(0.3);
});
