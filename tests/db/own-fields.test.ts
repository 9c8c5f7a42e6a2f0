import { expect, test } from "vitest";
import { choiceOf, choicesOf, constantsOf, fieldsOf, layoutOf, mapOf, wordsOf } from "../../components/sources/fields/map-draft";
import { listJournal } from "../../lib/db/journal";
import { findRawLine } from "../../lib/db/raw-block";
import { findSource } from "../../lib/db/source";
import { createSource } from "../../lib/govern/create-source";
import { keepFieldMap } from "../../lib/govern/keep-field-map";
import { formats } from "../../lib/ingest/formats";
import { importLog } from "../../lib/ingest/import-log";
import { readFieldMap } from "../../lib/ingest/readers/field-map";
import { previewReplay } from "../../lib/ingest/replay/preview-replay";
import { previewPasted } from "../../lib/ingest/suggest/preview-pasted";
import { readPasted } from "../../lib/ingest/suggest/read-pasted";
import { type Actor, roles } from "../../lib/model/role";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const NOW = Date.UTC(2026, 10, 20, 12);
const admin: Actor = { id: "a", name: "Admin", role: "admin", teams: ["*"] };

const header = "when;client;who;mailbox;target;verdict;up";
const lines = [
  "2026-11-20 11:50:00;10.8.0.1;jdoe;j.doe@corp.example;api.payments.example:443;nope;12",
  "2026-11-20 11:50:01;10.8.0.2;asmith;-;203.0.113.9:8443;allow;7",
];
const map = {
  name: "Payment gateway",
  shape: "separated",
  separator: ";",
  columns: header.split(";"),
  fields: {
    startTime: { from: "when" },
    srcIp: { from: "client" },
    srcUser: { from: "who" },
    dstIp: { from: "target" },
    action: { from: "verdict" },
    bytesOut: { from: "up", unit: "KiB" },
  },
  words: { denied: ["nope"] },
  hidden: ["mailbox"],
};
const fields = JSON.stringify(map);

async function* body(text: string) {
  yield Buffer.from(text);
}

test("a source reads lines by its mapping, and people in them rest hidden", async () => {
  const { db } = database;
  const { source } = await createSource(db, admin, { name: "payment-gateway", format: "squid" }, formats);
  const send = async (text: string) => {
    const now = await findSource(db.prisma, source.id);
    return importLog(db, { source: now!, maxBytes: 1e8, receivedAt: NOW }, body(text));
  };
  expect(await send(`${lines[0]}\n`)).toMatchObject({ used: 0, rejected: 1 });

  await keepFieldMap(db, admin, { id: source.id, fields, timezone: "+01:00" }, formats);
  const { entries } = await listJournal(db, { subject: "source:payment-gateway" }, { limit: 1 });
  expect(entries[0]).toMatchObject({ action: "source.change", after: { format: "mapped", options: { fields, timezone: "+01:00" } } });

  // What waited under the wrong format would be read now.
  expect(await previewReplay(db, admin, (await findSource(db.prisma, source.id))!, {})).toMatchObject({ readable: 1 });

  const account = await send(`${[header, ...lines, "2026-11-20 11:50:02;10.8.0.300;x;-;api.example;allow;1"].join("\n")}\n`);
  expect(account).toMatchObject({ lines: 4, used: 2, connections: 2, skipped: 1, rejected: 1 });
  const { rows } = await db.pool.query(
    `select c.time, host(c.src_ip) as src, c.src_user, host(c.dst_ip) as dst, k.host, k.port, c.bytes_out::float8 as bytes, c.action, c.import_id, c.line
       from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id
      where k.source_id = $1 order by c.time`,
    [source.id],
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ src: "10.8.0.1", host: "api.payments.example", port: 443, action: "denied", bytes: 12_288 });
  expect(rows[0].time).toEqual(new Date(Date.UTC(2026, 10, 20, 10, 50)));
  expect(rows[1]).toMatchObject({ dst: "203.0.113.9", port: 8443, action: "allowed" });
  expect(rows[0].src_user).toMatch(/^user-/);
  const raw = JSON.stringify(await Promise.all(rows.map((row) => findRawLine(db, row.import_id, row.line))));
  expect(raw).toContain("api.payments.example:443");
  for (const person of ["jdoe", "asmith", "j.doe", "corp.example"]) expect(raw).not.toContain(person);
});

test("a mapping that cannot be used is not kept, and says where it is wrong", async () => {
  const { db } = database;
  const { source } = await createSource(db, admin, { name: "unmapped", format: "auto" }, formats);
  for (const wrong of ["{", "{}", JSON.stringify({ ...map, fields: { srcIp: { from: "client" } } })])
    await expect(keepFieldMap(db, admin, { id: source.id, fields: wrong }, formats)).rejects.toMatchObject({
      code: "invalid",
      at: { field: "options.fields" },
    });
  await expect(createSource(db, admin, { name: "unmapped-2", format: "mapped" }, formats)).rejects.toMatchObject({ code: "invalid" });
  expect((await findSource(db.prisma, source.id))?.format).toBe("auto");
  for (const role of roles.filter((r) => r !== "admin")) {
    const actor: Actor = { ...admin, role };
    await expect(keepFieldMap(db, actor, { id: source.id, fields }, formats)).rejects.toMatchObject({ code: "forbidden" });
    expect(() => readPasted(actor, { text: "" })).toThrow();
    expect(() => previewPasted(actor, { text: "", fields }, NOW)).toThrow();
  }
});

test("pasted lines show what they would become, and why one would not", () => {
  const text = [header, ...lines, "2026-11-20 11:50:02;10.8.0.300;x;-;api.example;allow;1"].join("\n");
  expect(readPasted(admin, { text })).toMatchObject({ layout: { shape: "separated", separator: ";", columns: map.columns }, lines: 4 });
  const preview = previewPasted(admin, { text, fields }, NOW);
  expect(preview).toMatchObject({ used: 2, skipped: 1, rejected: 1 });
  expect(preview.shown.map((line) => line.rejected ?? line.skipped ?? line.connection?.dstHost ?? line.connection?.dstIp)).toEqual([
    "the line with the names of the columns",
    "api.payments.example",
    "203.0.113.9",
    "client: does not read as source address, with its port or without",
  ]);
  expect(() => previewPasted(admin, { text, fields, timezone: "Mars/Olympus" }, NOW)).toThrow(/timezone/);
  expect(
    readPasted(admin, { text: "1763639400.000 12 10.0.0.1 TCP_MISS/200 10 GET http://api.example/ - HIER_DIRECT/192.0.2.1 -" }).known?.id,
  ).toBe("squid");
});

test("a mapping that is opened and kept again loses nothing, nor does its source", async () => {
  const { db } = database;
  const whole = {
    ...map,
    after: ">> ",
    only: ";",
    syslog: true,
    fields: {
      ...map.fields,
      startTime: { from: "when", pattern: "%d.%m.%Y %H:%M:%S" },
      dstHost: { from: "target" },
      engineRule: { from: "mailbox" },
      process: { from: "syslog.program" },
    },
    words: { allowed: ["waved through"], denied: ["nope", "no, by rule"], alerted: ["looked at"] },
    constants: { protocol: "tcp", service: "edge", action: "looked at" },
  };
  const options = { fields: JSON.stringify(whole), timezone: "+01:00", internal: ["10.8.0.0/16"] };
  const { source } = await createSource(db, admin, { name: "kept-again", format: "mapped", options }, formats);
  const kept = readFieldMap((await findSource(db.prisma, source.id))!.options.fields);
  if (typeof kept === "string") throw new Error(kept);
  const layout = layoutOf(kept);
  // Of these lines none has what the header before them may say.
  const pasted = readPasted(admin, { text: lines.map((line) => `>> ${line}`).join("\n"), layout });
  const chosen = fieldsOf(pasted.fields, kept, layout).map((field) => [field.from, choiceOf(field, choicesOf(kept), false)] as const);
  const again = mapOf(kept.name, layout, chosen, wordsOf(kept), constantsOf(kept), kept);
  await keepFieldMap(db, admin, { id: source.id, fields: JSON.stringify(again), timezone: "+01:00" }, formats);
  const after = (await findSource(db.prisma, source.id))!.options;
  expect(JSON.parse(after.fields!)).toEqual(whole);
  expect(after).toMatchObject({ timezone: "+01:00", internal: ["10.8.0.0/16"] });

  // And what is changed, is: words, the text before, a constant less.
  const changed = mapOf(
    kept.name,
    { ...layout, after: undefined },
    chosen,
    { ...wordsOf(kept), alerted: "seen, noted" },
    [
      { target: "team", value: " edge " },
      { target: "", value: "x" },
    ],
    kept,
  );
  await keepFieldMap(db, admin, { id: source.id, fields: JSON.stringify(changed) }, formats);
  const { after: _, ...rest } = whole;
  expect(JSON.parse((await findSource(db.prisma, source.id))!.options.fields!)).toEqual({
    ...rest,
    words: { ...whole.words, alerted: ["seen", "noted"] },
    constants: { team: "edge" },
  });
});
