import path from "node:path";
import type { TestProject } from "vitest/node";
import { migrateTo } from "../../scripts/migrate-to";
import { startPg, stopPg } from "../../scripts/pg.mjs";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/** Starts (or joins) a PostgreSQL and migrates one template database that each test file copies. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const server = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL, started: false } : await startPg();
  const template = new URL(server.url);
  template.pathname = `/waybill_template_${process.pid}`;
  migrateTo(template.href, path.resolve(import.meta.dirname, "../.."));
  project.provide("databaseUrl", template.href);
  return async () => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`DROP DATABASE IF EXISTS "${template.pathname.slice(1)}" WITH (FORCE)`);
    await client.end();
    if (server.started) await stopPg();
  };
}
