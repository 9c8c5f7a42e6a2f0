/**
 * npm run bench: rates beside their limits, sizes, how fast homes answer and pages come; each beside its limit, all in one
 * run, so that the ratios hold on a noisy machine. It ends with 1 where a limit is not kept.
 *
 *   npm run bench -- [--records 1000000] [--only PART]    one part by itself: a format's pipeline by the name of the format;
 *   page: pages of the server while logs come in; size: bytes a record at 4 million of the sample estate;
 *   views: homes and the explorer at a million records and at so many (10000000)
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { openBenchDatabase } from "./bench/database";
import { measureDecide } from "./bench/decide";
import { measureExplorer } from "./bench/explorer";
import { measureGrowth } from "./bench/growth";
import { limits } from "./bench/limits";
import { type Mix, mixes } from "./bench/lines";
import { isBuildable, measurePages } from "./bench/page";
import { measurePipelines } from "./bench/pipeline";
import { measureRetention } from "./bench/retention";
import { atLeast, atMost, ms, number, Sheet } from "./bench/sheet";
import { measureSize } from "./bench/size";
import { measureStored, tellStored } from "./bench/stored";
import { measureViews } from "./bench/views";

const MILLION = 1_000_000;

const { values } = parseArgs({ options: { records: { type: "string" }, only: { type: "string" } } });
const records = (usual: number): number => Number(values.records ?? usual);
const sheet = new Sheet();

const parts: Record<string, () => Promise<void>> = {
  ...Object.fromEntries(mixes.map(({ mix }) => [mix, () => pipelineOf(mix)])),
  async page() {
    sheet.head(records(MILLION));
    await measurePages(sheet, records(MILLION));
  },
  async size() {
    sheet.head(records(4 * MILLION));
    await measureSize(sheet, records(4 * MILLION));
  },
  views: () => measureGrowth(records(MILLION)),
};

async function pipelineOf(mix: Mix): Promise<void> {
  const { db, close } = await openBenchDatabase();
  try {
    sheet.head(records(MILLION));
    await measurePipelines(db, sheet, records(MILLION), mix);
  } finally {
    await close();
  }
}

async function whole(): Promise<void> {
  const n = records(MILLION);
  const { db, close } = await openBenchDatabase();
  try {
    sheet.head(n);
    await measurePipelines(db, sheet, n);
    tellStored(sheet, await measureStored(db, n));
    for (const d of measureDecide([10_000]))
      sheet.line(`decide, ${number(d.rules)} rules, one core`, `${number(d.perSecond)}/s`, atLeast(d.perSecond, limits.decisions, "/s"));
    for (const v of await measureViews(db)) {
      sheet.line(`${v.home} home, ${v.views} questions: p50 / p95 of one`, ms(v.p50, v.p95), atMost(v.p95, limits.questionMs, " ms"));
      sheet.line(`${v.home} home: its slowest, ${v.slowest.id}: p50`, ms(v.slowest.p50));
    }
    for (const f of await measureExplorer(db))
      sheet.line(`explorer, ${f.days} d: ${f.filter}`, ms(f.p50, f.p95), atMost(f.p95, limits.questionMs, " ms"));
    const retention = await measureRetention(db, MILLION);
    sheet.line(`retention of a day of ${number(MILLION)} records`, ms(retention.ms), atMost(retention.ms, limits.retentionMs, " ms"));
    sheet.line("retention: rows of facts left to vacuum", number(retention.dead), atMost(retention.dead, limits.retentionRows));
  } finally {
    await close();
  }
  if (await isBuildable()) await measurePages(sheet, n);
  else sheet.line("pages of the server", "not built");
}

const part = values.only === undefined ? whole : parts[values.only];
if (!part) {
  console.error(`There is no part ${values.only}; there are ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
const state = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-bench-"));
process.env.WAYBILL_STATE_DIR = state;
try {
  await part();
} finally {
  fs.rmSync(state, { recursive: true, force: true });
}
if (values.only !== "views") process.exitCode = sheet.end() ? 0 : 1;
