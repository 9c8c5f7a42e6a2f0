// Browser tests against the production server with a database and a sample estate of their own, at a fixed moment.
//   node scripts/e2e.mjs [playwright arguments]        WAYBILL_E2E_KEEP=1 keeps the database for the next run

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bin, build, environment, migrate, node, openDatabase, root, runLong, serve, stateDir, step } from "./steps.mjs";

/** The estate is made for this moment, so that every number in the tests is known. */
export const NOW = "2026-11-20T12:00:00Z";

export async function e2e(args) {
  await build();
  const server = await openDatabase();
  const keep = !!process.env.WAYBILL_E2E_KEEP;
  const name = keep ? "waybill_e2e" : `waybill_e2e_${process.pid}`;
  const databaseUrl = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const state = path.join(stateDir, keep ? "e2e" : `e2e-${process.pid}`);
  const port = Number(process.env.WAYBILL_E2E_PORT ?? 3210);
  const url = `http://localhost:${port}`;
  const more = { WAYBILL_STATE_DIR: state, WAYBILL_NOW: NOW, DATABASE_URL: databaseUrl, WAYBILL_URL: url };
  let child;
  try {
    await migrate(databaseUrl);
    child = await step("starting the test server", () => serve({ url, databaseUrl, port, more }));
    const env = environment(more);
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
  } finally {
    if (child) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
      child.kill("SIGKILL");
    }
    if (!keep) {
      fs.rmSync(state, { recursive: true, force: true });
      await drop(server.url, name);
    }
    await server.stop();
  }
}

async function drop(url, name) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`).catch(() => {});
  await client.end();
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await e2e(process.argv.slice(2)).catch((error) => {
    console.error(error.output ? error.output.split("\n").slice(-40).join("\n") : error);
    console.error(String(error.message ?? error));
    process.exit(1);
  });
