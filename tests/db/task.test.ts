import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { enqueueTask, listDeadTasks, pruneTasks, runTasks, scheduleTask } from "../../lib/db/task";
import { useDatabase } from "./database";

const database = useDatabase();
const on = new AbortController().signal;
const run = (handlers: Parameters<typeof runTasks>[1]) => runTasks(database.db, handlers, on);
const rewind = () => sql`update task set run_at = now() - interval '1 second' where done_at is null`.execute(database.db.sql);

beforeEach(async () => {
  await database.db.prisma.task.deleteMany();
});

test("a task is run once, with its input, though four workers look for it", async () => {
  const { db } = database;
  for (let i = 0; i < 20; i++) await enqueueTask(db.prisma, "count", { i });
  const seen: unknown[] = [];
  const handlers = { count: async (_: unknown, input: Record<string, unknown>) => void seen.push(input.i) };
  const ran = await Promise.all([run(handlers), run(handlers), run(handlers), run(handlers)]);
  expect(ran.reduce((a, b) => a + b)).toBe(20);
  expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test("at most one waiting task has a key; while it runs another may wait", async () => {
  const { db } = database;
  expect(await enqueueTask(db.prisma, "k", {}, "one")).toBe(true);
  expect(await enqueueTask(db.prisma, "k", {}, "one")).toBe(false);
  let added: boolean | undefined;
  await run({
    k: async () => {
      if (added === undefined) added = await enqueueTask(db.prisma, "k", {}, "one");
    },
  });
  expect(added).toBe(true);
  expect(await db.prisma.task.count({ where: { doneAt: null } })).toBe(0);
  expect(await db.prisma.task.count()).toBe(2);
});

test("it is not there when the transaction that asked for it fails", async () => {
  const { db } = database;
  await expect(
    db.prisma.$transaction(async (tx) => {
      await enqueueTask(tx, "k");
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(await db.prisma.task.count()).toBe(0);
});

test("a failing task waits longer each time and is dead after six", async () => {
  const { db } = database;
  await enqueueTask(db.prisma, "bad", {}, "bad");
  let runs = 0;
  const bad = {
    bad: async () => {
      runs++;
      throw new Error("the far end said no");
    },
  };
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    expect(await run(bad)).toBe(i < 6 ? 1 : 0);
    const { rows } = await sql<{ s: number }>`select extract(epoch from run_at - now())::float8 as s from task`.execute(db.sql);
    pauses.push(rows[0]!.s);
    await rewind();
  }
  expect(runs).toBe(6);
  expect(pauses.slice(0, 5).every((p, i) => i === 0 || p > pauses[i - 1]!)).toBe(true);
  expect(await listDeadTasks(db)).toMatchObject([{ kind: "bad", attempts: 6, error: "the far end said no" }]);
});

test("the task of a process that died is taken over when its lease ends, and the dead one's word no longer counts", async () => {
  const { db } = database;
  await enqueueTask(db.prisma, "slow");
  let release: () => void = () => {};
  const first = run({
    slow: () =>
      new Promise<void>((_, reject) => {
        release = () => reject(new Error("late"));
      }),
  });
  await expect.poll(() => db.prisma.task.count({ where: { leasedUntil: { not: null } } })).toBe(1);
  expect(await run({ slow: async () => {} })).toBe(0);
  await sql`update task set leased_until = now() - interval '1 second'`.execute(db.sql);
  expect(await run({ slow: async () => {} })).toBe(1);
  release();
  await first;
  expect(await db.prisma.task.findFirst()).toMatchObject({ attempts: 2, error: null, doneAt: expect.any(Date) });
});

test("a schedule adds one task an interval, whichever process asks", async () => {
  const { db } = database;
  const asked = await Promise.all([1, 2, 3].map(() => scheduleTask(db, "hourly", {}, 3_600_000)));
  expect(asked.filter(Boolean)).toHaveLength(1);
  await run({ hourly: async () => {} });
  expect(await scheduleTask(db, "hourly", {}, 3_600_000)).toBe(false);
  await sql`update task set created_at = now() - interval '1 hour'`.execute(db.sql);
  expect(await scheduleTask(db, "hourly", {}, 3_600_000)).toBe(true);
});

test("finished tasks are kept for a day, dead ones for a month", async () => {
  const { db } = database;
  await sql`insert into task (kind, done_at, error) values
    ('a', now() - interval '2 days', null), ('b', now() - interval '2 days', 'x'), ('c', now() - interval '40 days', 'x'), ('d', null, null)`.execute(
    db.sql,
  );
  await pruneTasks(db);
  expect((await db.prisma.task.findMany({ orderBy: { kind: "asc" } })).map((t) => t.kind)).toEqual(["b", "d"]);
});
