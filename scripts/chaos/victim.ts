import pg from "pg";
import type { OwnPostgres } from "../own-postgres";
import type { Random } from "../sample/random";
import type { Ingester } from "./ingester";

/** Both: the receiver and the server at the same moment, as when a machine goes. */
const victims = ["receiver", "backend", "postmaster", "both"] as const;
export type Victim = (typeof victims)[number];

export const chooseVictim = (random: Random): Victim => victims[random.weighted([6, 7, 5, 2])]!;

/**
 * kill -9 of one or both, and what whoever runs them would do then: start again what does not start by itself.
 *
 * @returns how many batches had written something and not committed when the blow fell.
 */
export async function strike(victim: Victim, server: OwnPostgres, ingester: Ingester, random: Random): Promise<number> {
  const { open, backend } = await openBatches(server.url, random);
  if (victim === "backend") {
    // The postmaster ends all others then, and recovers.
    if (backend !== undefined) kill(backend);
    await server.answers();
    return open;
  }
  const postmaster = server.pid;
  const dead = victim === "postmaster" ? undefined : ingester.kill();
  if (victim !== "receiver") kill(postmaster);
  await dead;
  if (victim !== "receiver") await server.restart();
  if (dead) await ingester.restart();
  return open;
}

async function openBatches(url: string, random: Random): Promise<{ open: number; backend: number | undefined }> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number; open: boolean }>(
    "select pid, backend_xid is not null as open from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  client.end().catch(() => {});
  const open = rows.filter((r) => r.open);
  const from = open.length > 0 ? open : rows;
  return { open: open.length, backend: from.length > 0 ? random.pick(from).pid : undefined };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself meanwhile.
  }
}
