// Browser tests against the production server with a database and a sample estate of their own, at a fixed moment.
//   node scripts/e2e.mjs [playwright arguments]        WAYBILL_E2E_KEEP=1 keeps the database for the next run

import path from "node:path";
import { fileURLToPath } from "node:url";
import { bin, environment, node, root, runLong, step } from "./steps.mjs";
import { withServer } from "./with-server.mjs";

/** The estate is made for this moment, so that every number in the tests is known. */
export const NOW = "2026-11-20T12:00:00Z";

export async function e2e(args) {
  const keep = !!process.env.WAYBILL_E2E_KEEP;
  const port = Number(process.env.WAYBILL_E2E_PORT ?? 3210);
  await withServer({ name: "e2e", port, keep, more: { WAYBILL_NOW: NOW } }, async ({ url, more, env }) => {
    const accounts = JSON.parse(await node(["--import", "tsx", path.join(root, "scripts/demo-accounts.ts")], { env }));
    await step("sending the sample estate", () =>
      node(["--import", "tsx", path.join(root, "scripts/sample/send.ts"), "--url", url], { env }),
    );
    await step("auditing it", () =>
      node([path.join(root, "bin/waybill"), "audit", "--since", "7d"], { env }).catch(
        (error) => error.output !== undefined || Promise.reject(error),
      ),
    );
    const byRole = Object.fromEntries(accounts.map(({ role, email, password }) => [role, { email, password }]));
    await runLong(process.execPath, [bin("@playwright/test/cli.js"), "test", ...args], {
      show: true,
      env: environment({ ...more, WAYBILL_E2E_URL: url, WAYBILL_E2E_ACCOUNTS: JSON.stringify(byRole) }),
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await e2e(process.argv.slice(2)).catch((error) => {
    console.error(error.output ? error.output.split("\n").slice(-40).join("\n") : error);
    console.error(String(error.message ?? error));
    process.exit(1);
  });
