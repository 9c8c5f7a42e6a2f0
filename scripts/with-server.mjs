import fs from "node:fs";
import path from "node:path";
import { build, environment, migrate, openDatabase, serve, stateDir, step } from "./steps.mjs";

/**
 * The production server, built where needed, with a database and a state of its own while `use` runs; both are dropped
 * afterwards unless kept.
 *
 * @param use is given the server's address, its database's, its process, and the environment that both are reached by.
 */
export async function withServer({ name, port, keep = false, more = {} }, use) {
  await build();
  const server = await openDatabase();
  const database = keep ? `waybill_${name}` : `waybill_${name}_${process.pid}`;
  const databaseUrl = Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  const state = path.join(stateDir, keep ? name : `${name}-${process.pid}`);
  const url = `http://localhost:${port}`;
  const own = { WAYBILL_STATE_DIR: state, DATABASE_URL: databaseUrl, WAYBILL_URL: url, ...more };
  let child;
  try {
    await migrate(databaseUrl);
    child = await step("starting the test server", () => serve({ url, databaseUrl, port, more: own }));
    await use({ url, databaseUrl, child, more: own, env: environment(own) });
  } finally {
    if (child) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
      child.kill("SIGKILL");
    }
    if (!keep) {
      fs.rmSync(state, { recursive: true, force: true });
      await drop(server.url, database);
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
