import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { getKey, pseudonym, seal, unseal } from "./keys";

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-keys-"));
beforeAll(() => {
  process.env.WAYBILL_STATE_DIR = dir;
  return () => fs.rmSync(dir, { recursive: true, force: true });
});

test("a key is made once, readable by its owner only", () => {
  const key = getKey("sealing");
  expect(key).toHaveLength(32);
  expect(fs.statSync(path.join(dir, "keys", "sealing")).mode & 0o777).toBe(0o600);
  expect(fs.statSync(path.join(dir, "keys")).mode & 0o777).toBe(0o700);
  expect(getKey("pseudonym").equals(key)).toBe(false);
  expect(fs.readdirSync(path.join(dir, "keys")).sort()).toEqual(["pseudonym", "sealing"]);
});

test("another process finds the same key", () => {
  const script = `import { getKey } from "${path.resolve("lib/db/keys.ts")}"; process.stdout.write(getKey("pseudonym").toString("hex"))`;
  const out = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env: { ...process.env, WAYBILL_STATE_DIR: dir },
  });
  expect(String(out)).toBe(getKey("pseudonym").toString("hex"));
});

test("what was sealed is unsealed in its place, and nowhere else", () => {
  const text = new TextEncoder().encode("GET http://files.partner.example/?token=s3cret");
  const sealed = seal(text, "reject:7:1");
  expect(Buffer.from(sealed).includes("s3cret")).toBe(false);
  expect(unseal(sealed, "reject:7:1")).toEqual(text);
  expect(() => unseal(sealed, "reject:7:2")).toThrow();
  for (const at of [0, 5, 20, sealed.length - 1]) {
    const altered = sealed.slice();
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => unseal(altered, "reject:7:1")).toThrow();
  }
  expect(seal(text, "reject:7:1")).not.toEqual(sealed);
});

test("a pseudonym is stable, tells its kind and not its value", () => {
  expect(pseudonym("user", "jane")).toBe(pseudonym("user", "jane"));
  expect(pseudonym("user", "jane")).not.toBe(pseudonym("host", "jane").replace("host", "user"));
  expect(pseudonym("user", "jane")).toMatch(/^user-[\w-]{16}$/);
});
