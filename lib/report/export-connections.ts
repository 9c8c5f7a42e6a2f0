import { createHash } from "node:crypto";
import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import type { FoundRecord } from "../db/found-record";
import { writeJournal } from "../db/journal";
import { streamRecords } from "../db/search-stream";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { printQuery } from "../query/print";
import type { ExplorerView } from "../query/view";
import { searchOf } from "./explore";
import { csvHeader, csvLine } from "./export-csv";
import { recordOcsf } from "./export-ocsf";
import { type ZipEntry, zip } from "./export-zip";
import { withoutTwins } from "./search-connections";

export const exportKinds = ["csv", "ndjson", "ocsf"] as const;
export type ExportKind = (typeof exportKinds)[number];

/** A file of an export, as its manifest tells of it. */
export interface Written {
  name: string;
  rows: number;
  bytes: number;
  sha256: string;
}

/** A data file is closed at this size and the next one begun: no ZIP64, and spreadsheets have limits too. */
const maxFileBytes = 2 ** 30;

const extension: Record<ExportKind, string> = { csv: "csv", ndjson: "ndjson", ocsf: "ocsf.ndjson" };

/**
 * Everything a view finds, as a ZIP with `manifest.json` at its end. The journal has it before the first byte leaves, and
 * again with rows and digests when the last one has; an archive that was cut off does not open.
 *
 * @throws {Problem} invalid for a view that means no search.
 */
export async function exportConnections(
  db: Db,
  actor: Actor,
  kind: ExportKind,
  view: ExplorerView,
  now: number,
): Promise<{ name: string; bytes: AsyncGenerator<Uint8Array> }> {
  guard(actor, "connection:export");
  const found = searchOf(view, now);
  if ("queryProblems" in found)
    throw new Problem("invalid", found.periodProblem ?? `The filter cannot be read: ${found.queryProblems[0]?.message}`);
  const search = { period: found.period, query: withoutTwins(found.query) };
  const about = {
    kind,
    filter: printQuery(search.query),
    from: new Date(search.period.from).toISOString(),
    to: new Date(search.period.to).toISOString(),
    zone: view.tz,
  };
  const name = `connections-${new Date(now).toISOString().slice(0, 16).replaceAll(/[:T]/g, "-")}`;
  await db.prisma.$transaction((tx) => writeJournal(tx, actor, { action: "connection.export", subject: `export:${name}`, after: about }));

  const scope = scopeOf(actor);
  const files: Written[] = [];
  async function* entries(): AsyncGenerator<ZipEntry> {
    const pages = streamRecords(db, scope, search)[Symbol.asyncIterator]();
    for (let part = 1, done = false; !done; part++) {
      const file: Written = { name: `connections${part === 1 ? "" : `-${part}`}.${extension[kind]}`, rows: 0, bytes: 0, sha256: "" };
      yield {
        name: file.name,
        content: digested(file, async function* () {
          if (kind === "csv") yield csvHeader(view.tz);
          while (file.bytes < maxFileBytes) {
            const { value, done: end } = await pages.next();
            if (end) {
              done = true;
              return;
            }
            file.rows += value.length;
            yield value.map((r) => lineOf(kind, r, view.tz)).join("");
          }
        }),
      };
      files.push(file);
    }
    const rows = files.reduce((n, f) => n + f.rows, 0);
    const manifest = {
      ...about,
      rows,
      files,
      teams: scope.teams ?? "all",
      exportedAt: new Date(now).toISOString(),
      exportedBy: actor.name,
      role: actor.role,
    };
    await db.prisma.$transaction((tx) =>
      writeJournal(tx, actor, { action: "connection.export-done", subject: `export:${name}`, after: { rows, files } }),
    );
    yield { name: "manifest.json", content: once(`${JSON.stringify(manifest, null, 2)}\n`) };
  }
  return { name: `${name}.zip`, bytes: zip(entries(), new Date(now)) };
}

function lineOf(kind: ExportKind, record: FoundRecord, zone: string): string {
  if (kind === "csv") return csvLine(record, zone);
  const { id, time, count, facts } = record;
  return `${JSON.stringify(kind === "ocsf" ? recordOcsf(record) : { id, time: new Date(time).toISOString(), count, ...facts })}\n`;
}

/** Bytes of a file as they leave; what the manifest says of it is complete when they have. */
export async function* digested(file: Written, texts: () => AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const text of texts()) {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    file.bytes += bytes.length;
    yield bytes;
  }
  file.sha256 = hash.digest("hex");
}

export async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
