import fs from "node:fs";
import path from "node:path";
import { systemActor } from "../../lib/access/system";
import type { Db } from "../../lib/db/client";
import { env } from "../../lib/env";
import { parseQuery } from "../../lib/query/parse";
import { PAGE_SIZE } from "../../lib/report/explore";
import { searchConnections } from "../../lib/report/search-connections";
import { quantile } from "./quantile";

export interface FilterTimes {
  filter: string;
  days: number;
  found: number;
  p50: number;
  p95: number;
}

const ROUNDS = 7;
const HOUR = 3_600_000;

/** The first page of the explorer for each filter of the file, newest first, each round an hour further back. Milliseconds. */
export async function measureExplorer(db: Db): Promise<FilterTimes[]> {
  const to = Math.ceil(Date.now() / HOUR) * HOUR;
  const figures: FilterTimes[] = [];
  for (const { filter, days } of readFilters()) {
    const { query, problems } = parseQuery(filter);
    if (problems) throw new Error(`${filter}: not a query`);
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const end = to - i * HOUR;
      const from = performance.now();
      const page = await searchConnections(
        db,
        systemActor,
        { query, period: { from: end - days * 24 * HOUR, to: end } },
        { limit: PAGE_SIZE },
      );
      times.push(performance.now() - from);
      found = page.records.length;
    }
    figures.push({ filter, days, found, p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
  }
  return figures;
}

function readFilters(): { filter: string; days: number }[] {
  const filters: { filter: string; days: number }[] = [];
  let days = 7;
  for (const line of fs.readFileSync(path.join(env.root, "scripts", "bench", "explorer-filters.txt"), "utf8").split("\n")) {
    if (line === "# over a day") days = 1;
    if (line !== "" && !line.startsWith("#")) filters.push({ filter: line, days });
  }
  return filters;
}
