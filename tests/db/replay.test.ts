import { expect, test } from "vitest";
import { systemActor } from "../../lib/access/system";
import { sumImports } from "../../lib/db/import-list";
import { listJournal } from "../../lib/db/journal";
import { rejectSeal, seal, unseal } from "../../lib/db/keys";
import { countQuarantine } from "../../lib/db/quarantine";
import { findRawLine } from "../../lib/db/raw-block";
import { listRejects } from "../../lib/db/reject-list";
import { applyRetention } from "../../lib/db/retention";
import { verifyRollUps } from "../../lib/db/roll-up";
import { findSource, type Source } from "../../lib/db/source";
import { runTasks } from "../../lib/db/task";
import { changeSource } from "../../lib/govern/change-source";
import { replayQuarantine as askReplay } from "../../lib/govern/replay-quarantine";
import { formats } from "../../lib/ingest/formats";
import { importLog } from "../../lib/ingest/import-log";
import { previewReplay } from "../../lib/ingest/replay/preview-replay";
import { replayQuarantine } from "../../lib/ingest/replay/replay-quarantine";
import { replayTask } from "../../lib/ingest/replay/replay-task";
import { type Actor, roles } from "../../lib/model/role";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const NOW = Date.UTC(2026, 10, 20, 12);
const by = { by: "Ada", version: "9.9.9" };

const sourceOf = async (name: string, format: string, more: Partial<Source> = {}): Promise<Source> =>
  (await addSource(database.db, name, format, more)).source;

const send = (source: Source, body: string, more: { head?: string[]; receivedAt?: number } = {}) =>
  importLog(
    database.db,
    { source, maxBytes: 1e8, receivedAt: NOW, ...more },
    (async function* () {
      yield Buffer.from(body);
    })(),
  );
const rows = async (text: string, ...values: unknown[]) => (await database.db.pool.query(text, values)).rows;

const second = (i: number): string => `${NOW / 1000 - 600 + i}.000`;
/** Squid's native line, and the same with a column before it, as a logformat of one's own writes it. */
const native = (i: number, user = "-"): string =>
  `${second(i)} 120 10.4.0.${i} TCP_TUNNEL/200 5000 CONNECT api.payments.example:443 ${user} HIER_DIRECT/203.0.113.9 -`;
const own = (i: number, user: string): string => `edge-1|${second(i)}|10.4.0.${i}|${user}|CONNECT|api.payments.example:443|200|5000`;
const ownFormat = "edge-1|%ts.%03tu|%>a|%un|%rm|%ru|%>Hs|%<st";

test("lines rejected under the wrong options are read once the options are right, once", async () => {
  const { db } = database;
  const wrong = await sourceOf("edge", "squid");
  const first = await send(wrong, `${native(1)}\n${own(2, "jane")}\nno line of anything\n${own(3, "john")}\n`);
  expect(first).toMatchObject({ lines: 4, used: 1, rejected: 3 });
  expect(await previewReplay(db, systemActor, wrong, {})).toMatchObject({ lines: 3, tried: 3, readable: 0 });
  expect(await replayQuarantine(db, wrong, by)).toMatchObject({ imports: 0, lines: 0, left: 3 });

  await changeSource(db, systemActor, { id: wrong.id, options: { fields: ownFormat } }, formats);
  const mended = (await findSource(db.prisma, wrong.id))!;
  const preview = await previewReplay(db, systemActor, mended, {});
  expect(preview).toMatchObject({ lines: 3, tried: 3, readable: 2 });
  expect(await rows("select count(*)::int as n from import where source_id = $1", wrong.id)).toEqual([{ n: 1 }]);

  const answer = await replayQuarantine(db, mended, by);
  expect(answer).toEqual({ imports: 1, lines: 2, used: 2, connections: 2, skipped: 0, left: 1 });
  const [replay] = await rows("select * from import where replay_of = $1", first.import);
  expect(replay).toMatchObject({ lines: 2, used: 2, duplicates: 0, skipped: 0, rejected: 0, connections: 2, source_id: wrong.id });
  // Each line says what became of it, and its bytes are gone; the one that waits keeps them.
  const left = await rows(
    "select line, replayed_by, replayed_version, replayed_in, replayed_line, sealed from reject where import_id = $1 order by line",
    first.import,
  );
  expect(left).toMatchObject([
    { line: 2, replayed_by: "Ada", replayed_version: "9.9.9", replayed_in: replay.id, sealed: null },
    { line: 3, replayed_by: null, replayed_in: null },
    { line: 4, replayed_in: replay.id, sealed: null },
  ]);
  // A record of it leads to its masked line.
  const records = await rows("select line, host(src_ip) as src, src_user from connection where import_id = $1 order by line", replay.id);
  expect(records.map((r) => [r.line, r.src])).toEqual([
    [left[0].replayed_line, "10.4.0.2"],
    [left[2].replayed_line, "10.4.0.3"],
  ]);
  const raw = await findRawLine(db, replay.id, records[0].line);
  expect(raw?.text).toContain("10.4.0.2");
  expect(raw?.text).not.toContain("jane");
  expect(records[0].src_user).toMatch(/^user-/);

  // The source as a whole received four lines, and one still waits.
  expect(await sumImports(db, wrong.id)).toMatchObject({ imports: 2, lines: 4, used: 3, rejected: 1, replayed: 2 });
  expect((await countQuarantine(db, wrong.id)).map((r) => r.lines)).toEqual([1]);
  expect((await listRejects(db, wrong.id, { limit: 10 })).rejects.map((r) => r.line)).toEqual([3]);
  expect(await replayQuarantine(db, mended, by)).toMatchObject({ imports: 0, lines: 0, left: 1 });
  expect(await rows("select count(*)::int as n from import where source_id = $1", wrong.id)).toEqual([{ n: 2 }]);
  expect(await verifyRollUps(db, new Date(NOW - 86_400_000), new Date(NOW + 86_400_000))).toEqual([]);
});

test("two replays at once read each line once", async () => {
  const source = await sourceOf("at-once", "squid");
  await send(source, Array.from({ length: 40 }, (_, i) => own(i, "-")).join("\n"));
  const mended = { ...source, options: { fields: ownFormat } };
  const both = await Promise.allSettled([1, 2, 3].map(() => replayQuarantine(database.db, mended, by)));
  expect(
    both.filter((b) => b.status === "fulfilled").reduce((sum, b) => sum + (b as PromiseFulfilledResult<{ lines: number }>).value.lines, 0),
  ).toBe(40);
  for (const b of both) if (b.status === "rejected") expect(b.reason).toMatchObject({ code: "conflict" });
  expect(
    await rows("select count(*)::int as n from connection c join import i on i.id = c.import_id where i.source_id = $1", source.id),
  ).toEqual([{ n: 40 }]);
});

test("a header that was skipped is met again before the line it names the columns of", async () => {
  const { db } = database;
  const header = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn";
  const fields =
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\tresp_bytes\n#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tcount\tcount";
  const line = (i: number): string => `${second(i)}\tCa${i}\t10.4.1.${i}\t40000\t203.0.113.9\t443\ttcp\t10\t20`;
  const source = await sourceOf("sensor", "zeek-conn");
  const broken = (i: number): string => line(i).replace(/^[\d.]+/, "yesterday");
  const sent = await send(source, `${header}\n${fields}\n${broken(1)}\n${line(9)}\n${broken(2)}\n`);
  expect(sent).toMatchObject({ used: 1, rejected: 2 });
  expect(await previewReplay(db, systemActor, source, {})).toMatchObject({ lines: 2, readable: 0 });
  // As if the format had learnt to read what it could not.
  for (const [i, at] of [
    [1, 8],
    [2, 10],
  ] as const)
    await db.pool.query("update reject set sealed = $1 where import_id = $2 and line = $3", [
      seal(Buffer.from(line(i)), rejectSeal(source.id)),
      sent.import,
      at,
    ]);
  const answer = await replayQuarantine(db, source, by);
  expect(answer).toMatchObject({ used: 2, connections: 2 });
  expect(
    await rows(
      "select host(c.src_ip) as src from connection c join import i on i.id = c.import_id where i.source_id = $1 order by 1",
      source.id,
    ),
  ).toEqual([{ src: "10.4.1.1" }, { src: "10.4.1.2" }, { src: "10.4.1.9" }]);
});

test("only what is asked for is read, and what was cut never", async () => {
  const { db } = database;
  const source = await sourceOf("chosen", "squid");
  const cut = `${native(1).slice(0, -1)}${"x".repeat(70_000)}`;
  const old = await send(source, `${own(1, "-")}\n`, { receivedAt: NOW });
  await db.pool.query("update import set received_at = '2026-11-20T12:00:00Z' where id = $1", [old.import]);
  await send(source, `${cut}\n${own(2, "-")}\n`);
  const mended = { ...source, options: { fields: ownFormat } };
  const long = "line is longer than 64 KiB";
  expect(await previewReplay(db, systemActor, mended, { reason: long })).toMatchObject({
    lines: 1,
    readable: 0,
    reasons: [{ reason: long, cut: 1 }],
  });
  expect(await replayQuarantine(db, mended, { ...by, since: new Date("2026-11-25") })).toMatchObject({ lines: 1, left: 1 });
  expect(await replayQuarantine(db, mended, { ...by, reason: "no such reason" })).toMatchObject({ lines: 0, left: 0 });
  expect(await replayQuarantine(db, mended, by)).toMatchObject({ imports: 1, lines: 1, left: 1 });
});

test("who may asks for it, it is journalled, and the task does it; nobody else may", async () => {
  const { db } = database;
  const source = await sourceOf("asked", "squid");
  await send(source, `${own(5, "-")}\n`);
  await changeSource(db, systemActor, { id: source.id, options: { fields: ownFormat } }, formats);
  const actor = (role: Actor["role"]): Actor => ({ id: role, name: `The ${role}`, role, teams: [] });
  for (const role of roles.filter((r) => r !== "engineer" && r !== "admin")) {
    await expect(askReplay(db, actor(role), { source: source.id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewReplay(db, actor(role), source, {})).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(askReplay(db, actor("engineer"), { source: source.id, since: "soon" })).rejects.toMatchObject({ code: "invalid" });
  await askReplay(db, actor("engineer"), { source: source.id });
  await expect(askReplay(db, actor("admin"), { source: source.id })).rejects.toMatchObject({ code: "conflict" });
  await runTasks(db, { replay: (d, input, signal) => replayTask(d, input, "1.2.3", signal) }, new AbortController().signal);
  expect(
    await rows("select replayed_by, replayed_version from reject r join import i on i.id = r.import_id where i.source_id = $1", source.id),
  ).toEqual([{ replayed_by: "The engineer", replayed_version: "1.2.3" }]);
  const { entries } = await listJournal(db, { subject: "source:asked", action: "quarantine.replay" }, { limit: 5 });
  expect(entries).toMatchObject([{ actorName: "The engineer" }]);
});

test("retention ends what waits, and keeps the evidence of what was read as long as its receipt", async () => {
  const { db } = database;
  const source = await sourceOf("ageing", "squid");
  const { import: id } = await send(source, `# a comment\n${own(6, "-")}\nnothing\n`);
  const [before] = await rows(
    "select context, (select sealed from reject where import_id = $1 and line = 3) as sealed from import where id = $1",
    id,
  );
  // Sealed for its source only.
  expect(() => unseal(before.sealed, "reject:0")).toThrow();
  await replayQuarantine(db, { ...source, options: { fields: ownFormat } }, by);
  await db.pool.query("update import set received_at = received_at - interval '40 days' where id = $1", [id]);
  await applyRetention(db, { recordDays: 30, rollupDays: 400 }, new Date());
  expect(await rows("select line from reject where import_id = $1", id)).toEqual([{ line: 2 }]);
  expect(await rows("select context from import where id = $1", id)).toEqual([{ context: null }]);
});
