import { sql } from "kysely";
import type { Db } from "./client";
import type { Tx } from "./journal";

/** What a handler is given; `signal` tells it to stop soon, its lease is kept while it runs. */
export type TaskHandler = (db: Db, input: Record<string, unknown>, signal: AbortSignal) => Promise<void>;
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;

const leaseSeconds = 120;
/** Then the task is dead: done, with its error. */
const attemptsAllowed = 6;

/** Adds a task to the transaction that needs it. @returns false when one with this key is already waiting. */
export async function enqueueTask(tx: Tx, kind: string, input: Record<string, unknown> = {}, uniqueKey?: string): Promise<boolean> {
  const added = await tx.$executeRaw`
    insert into task (kind, input, unique_key) values (${kind}, ${JSON.stringify(input)}::jsonb, ${uniqueKey ?? null})
    on conflict (unique_key) where done_at is null and leased_until is null do nothing`;
  return added === 1;
}

/** Adds a task unless one of its kind is unfinished or was added within the interval: safe in several processes. */
export async function scheduleTask(db: Db, kind: string, input: Record<string, unknown>, everyMs: number): Promise<boolean> {
  return db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`waybill:schedule:${kind}`}))`;
    // A tenth is taken off, since timers drift and the next tick would otherwise be skipped.
    const added = await tx.$executeRaw`
      insert into task (kind, input, unique_key)
      select ${kind}, ${JSON.stringify(input)}::jsonb, ${`schedule:${kind}`}
      where not exists (
        select from task where unique_key = ${`schedule:${kind}`}
          and (done_at is null or created_at > now() - ${everyMs * 0.9}::float8 * interval '1 millisecond'))`;
    return added === 1;
  });
}

/** Whether a task of this key waits or runs. */
export async function isTaskUnfinished(db: Db, uniqueKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from task where unique_key = ${uniqueKey} and done_at is null limit 1`.execute(db.sql);
  return rows.length > 0;
}

interface Leased {
  id: string;
  kind: string;
  input: Record<string, unknown>;
  attempts: number;
}

/** Runs what is due, one after the other, until nothing is or the signal says stop. @returns how many were run. */
export async function runTasks(db: Db, handlers: TaskHandlers, signal: AbortSignal): Promise<number> {
  let ran = 0;
  while (!signal.aborted) {
    const task = await leaseTask(db, Object.keys(handlers));
    if (!task) break;
    await runTask(db, task, handlers[task.kind]!, signal);
    ran++;
  }
  return ran;
}

async function leaseTask(db: Db, kinds: string[]): Promise<Leased | undefined> {
  const { rows } = await sql<Leased>`
    update task set leased_until = now() + ${leaseSeconds}::int * interval '1 second', attempts = attempts + 1
    where id = (
      select id from task
      where done_at is null and run_at <= now() and (leased_until is null or leased_until < now()) and kind = any(${kinds}::text[])
      order by run_at, id limit 1 for update skip locked)
    returning id::text, kind, input, attempts`.execute(db.sql);
  return rows[0];
}

async function runTask(db: Db, task: Leased, handler: TaskHandler, signal: AbortSignal): Promise<void> {
  // The number of attempts fences: who lost the lease to another process changes nothing any more.
  const mine = sql`id = ${task.id}::int8 and attempts = ${task.attempts} and done_at is null`;
  const beat = setInterval(
    () => {
      sql`update task set leased_until = now() + ${leaseSeconds}::int * interval '1 second' where ${mine}`.execute(db.sql).catch(() => {});
    },
    (leaseSeconds * 1000) / 4,
  );
  beat.unref();
  try {
    await handler(db, task.input, signal);
    await sql`update task set done_at = now(), leased_until = null, error = null where ${mine}`.execute(db.sql);
  } catch (error) {
    await release(db, task, mine, error, signal.aborted);
  } finally {
    clearInterval(beat);
  }
}

/** Back to the queue with a growing pause, or dead. Where another with the same key waits by now, that one does the work. */
async function release(db: Db, task: Leased, mine: ReturnType<typeof sql>, error: unknown, stopped: boolean): Promise<void> {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const dead = !stopped && task.attempts >= attemptsAllowed;
  const pause = stopped ? 0 : Math.min(2 ** task.attempts * 5, 900);
  await sql`
    update task set
      done_at = case when ${dead}::boolean or waiting then now() end,
      leased_until = null,
      error = case when waiting and not ${dead}::boolean then null else ${reason}::text end,
      run_at = now() + ${pause}::int * interval '1 second'
    from (select exists (
      select from task o join task t on t.id = ${task.id}::int8
      where o.unique_key = t.unique_key and o.id <> t.id and o.done_at is null and o.leased_until is null) as waiting) w
    where ${mine}`.execute(db.sql);
}

/** Tasks given up, newest first, for those who keep the installation. */
export async function listDeadTasks(db: Db, limit = 50) {
  return db.prisma.task.findMany({
    where: { doneAt: { not: null }, error: { not: null } },
    orderBy: { doneAt: "desc" },
    take: limit,
    select: { id: true, kind: true, attempts: true, createdAt: true, doneAt: true, error: true },
  });
}

/** Finished tasks say nothing after a day, dead ones after a month. */
export async function pruneTasks(db: Db): Promise<void> {
  await sql`delete from task where done_at < now() - case when error is null then interval '1 day' else interval '30 days' end`.execute(
    db.sql,
  );
}
