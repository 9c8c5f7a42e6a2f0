import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";

/** Keys and other state of the test file in a folder of its own. */
export function useStateDir(): void {
  let dir: string;
  beforeAll(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-test-"));
    process.env.WAYBILL_STATE_DIR = dir;
  });
  afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));
}
