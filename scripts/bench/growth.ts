import os from "node:os";
import type { Db } from "../../lib/db/client";
import { openBenchDatabase } from "./database";
import { measureExplorer } from "./explorer";
import { fillDatabase } from "./fill";
import { multiplyRecords } from "./multiply";
import { measureViews } from "./views";

const SMALL = 1_000_000;

/** Homes and the explorer's first page with a million records, then with so many as a bigger company has: what grew with them. */
export async function measureGrowth(records: number): Promise<void> {
  const times = Math.max(2, Math.round(records / SMALL));
  const { db, close } = await openBenchDatabase();
  try {
    await fillDatabase(db, SMALL);
    const small = await measure(db);
    await multiplyRecords(db, times);
    const large = await measure(db);
    console.log(
      `${os.cpus().length} × ${os.cpus()[0]?.model ?? "processor"}, Node ${process.versions.node}, load ${os.loadavg()[0]!.toFixed(1)}\n`,
    );
    console.log(
      `${"p95, milliseconds (limit 250, ratio 1.5)".padEnd(58)}${"1 million".padStart(10)}${`${times} million`.padStart(12)}${"ratio".padStart(7)}`,
    );
    for (const [name, before] of small) {
      const after = large.get(name)!;
      console.log(
        `${name.slice(0, 57).padEnd(58)}${before.toFixed(0).padStart(10)}${after.toFixed(0).padStart(12)}${(after / before).toFixed(2).padStart(7)}`,
      );
    }
  } finally {
    await close();
  }
}

/** Measured twice, told by the second: what was just written is not yet as the database rests. */
async function measure(db: Db): Promise<Map<string, number>> {
  const p95 = new Map<string, number>();
  for (let i = 0; i < 2; i++) {
    for (const v of await measureViews(db)) p95.set(`${v.home} home`, v.p95);
    for (const f of await measureExplorer(db)) p95.set(`explorer, ${f.days} d: ${f.filter}`, f.p95);
  }
  return p95;
}
