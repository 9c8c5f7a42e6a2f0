import { beforeAll, expect, test } from "vitest";
import { importLog } from "../../lib/ingest/import-log";
import { checkWhole } from "../../scripts/chaos/check";
import { LineMaker } from "../../scripts/chaos/lines";
import { SenderTally } from "../../scripts/chaos/tally";
import { randomOf } from "../../scripts/sample/random";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

// What `npm run chaos` compares with must see each kind of loss: here they are made by hand.
useStateDir();
const database = useDatabase();
const tally = new SenderTally();
const maker = new LineMaker("aws-vpcflow", randomOf("check"));
const look = () => checkWhole(database.db, tally, new Map([["flows", maker.serials]]));
const change = (statement: string) => database.db.pool.query(statement);

beforeAll(async () => {
  const { source } = await addSource(database.db, "flows", "aws-vpcflow");
  for (const key of ["one", "two"]) {
    const body = (async function* () {
      yield Buffer.from(maker.make(1500).text);
    })();
    const order = { source, key, maxBytes: 1e9, receivedAt: Date.now() };
    tally.acknowledge("flows", await importLog(database.db, order, body));
  }
});

test("what is whole is said to be", async () => {
  expect(await look()).toEqual({ lost: 0, doubled: 0, partial: 0, notes: [] });
});

test.each([
  ["a record that went", "delete from connection where import_id = 1 and line = 7", { lost: 1, doubled: 0 }],
  [
    "a record that is there twice",
    "insert into connection select * from connection where import_id = 1 and line = 7",
    { lost: 0, doubled: 1 },
  ],
  ["lines that went", "delete from raw_block where import_id = 2", { lost: 0, doubled: 0, partial: 1 }],
  [
    "a roll-up that counts otherwise",
    "update traffic_hour set count = count + 1 where hour = (select min(hour) from traffic_hour)",
    { lost: 0 },
  ],
  ["a receipt that went", "set local session_replication_role = replica; delete from import where id = 2", { lost: 1500, doubled: 0 }],
])("%s", async (_, statement, expected) => {
  const { pool } = database.db;
  const keep = ["connection", "raw_block", "traffic_hour", "import"];
  for (const t of keep) await change(`create table kept_${t} as table ${t}`);
  const client = await pool.connect();
  await client.query(`begin; ${statement}; commit`);
  client.release();
  const loss = await look();
  expect(loss).toMatchObject(expected);
  expect(loss.lost + loss.doubled + loss.partial).toBeGreaterThan(0);
  expect(loss.notes.length).toBeGreaterThan(0);
  await change(
    `begin; set local session_replication_role = replica; ${keep.map((t) => `delete from ${t}; insert into ${t} select * from kept_${t}; drop table kept_${t}`).join("; ")}; commit`,
  );
});
