import { systemActor } from "../../lib/access/system";
import type { Db } from "../../lib/db/client";
import type { FoundPage } from "../../lib/db/search";
import { type ExplorerView, parseView } from "../../lib/query/view";
import { explore, PAGE_SIZE, searchOf } from "../../lib/report/explore";
import { searchConnections } from "../../lib/report/search-connections";
import type { Question } from "../../lib/report/view";
import { views } from "../../lib/report/views/index";
import { listPages } from "./pages";

const DAY = 86_400_000;
/** What a person would type, each of another kind. */
const filters = [
  "",
  "outcome:violation",
  "service:late",
  "team:payments environment:production",
  "host:*.example",
  "domain:vendor.example",
  "dport:443",
  "status:>=500",
  "bytes_out:>10000",
  "src:10.0.0.0/8",
  "country:US",
  "kind:query",
  "attempt:>0",
  "proof:claimed",
  "-app:tls",
];

/** Each answer under the name of its question. */
export async function askAll(db: Db, now: number, days: number): Promise<Map<string, unknown>> {
  const out = new Map<string, unknown>();
  // What a server cannot answer is an answer that differs.
  const note = async (question: string, ask: () => Promise<unknown>): Promise<void> => {
    out.set(question, await ask().catch((error: Error) => ({ error: error.message })));
  };
  const period = { from: now - days * DAY, to: now };
  const previous = { from: period.from - days * DAY, to: period.from };
  const { rows: top } = await db.pool.query<{ host: string }>(
    "select k.host from traffic_hour h join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id where k.host is not null group by 1 order by sum(h.count) desc, 1 limit 1",
  );
  const questions: [string, Partial<Question>][] = [
    ["", {}],
    [" of a team", { team: "late" }],
    [" of a host", { params: { host: top[0]?.host ?? "" } }],
    [" of a country", { params: { country: "US" } }],
  ];
  for (const view of views)
    for (const [name, more] of questions)
      await note(`${view.id}${name}`, () => view.answer(db, systemActor, { period, previous, noted: period, now, params: {}, ...more }));
  const whole: Question = { period, previous, noted: period, now, params: {} };
  for (const [name, ask] of await listPages(db, whole, top[0]?.host ?? "")) await note(`page: ${name}`, ask);
  for (const q of filters) {
    const view = parseView({ q, from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() });
    const explored = explore(db, systemActor, view, now);
    if (explored.queryProblems) throw new Error(`The filter ${q} is none: ${JSON.stringify(explored.queryProblems)}`);
    await note(`explorer, ${q || "no filter"}: page`, () => explored.page.then((page) => filled(db, view, now, page)));
    for (const part of ["histogram", "facets", "gone"] as const) await note(`explorer, ${q || "no filter"}: ${part}`, () => explored[part]);
  }
  return out;
}

/** A slow machine runs out of time before the page is full, and says where to go on. */
async function filled(db: Db, view: ExplorerView, now: number, page: FoundPage): Promise<FoundPage["records"]> {
  const search = searchOf(view, now);
  const records = [...page.records];
  for (let { next } = page; next !== undefined && records.length < PAGE_SIZE && !("queryProblems" in search); ) {
    const more = await searchConnections(db, systemActor, search, { after: next, limit: PAGE_SIZE - records.length });
    records.push(...more.records);
    ({ next } = more);
  }
  return records;
}
