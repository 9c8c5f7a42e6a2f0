import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { type Actor, guard, may } from "../model/role";
import { evidenceFiles, listVersionsOf, personWord } from "./evidence-files";
import { digested, once, type Written } from "./export-connections";
import { csvCell } from "./export-csv";
import { type ZipEntry, zip } from "./export-zip";
import type { Question } from "./view";

export interface EvidenceOptions {
  zone: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** Version of the program. */
  app: string;
}

/**
 * Evidence of a period as a ZIP of CSV files, with `manifest.json` at its end: file names, rows, bytes and SHA-256 digests,
 * and what the figures rest on. The journal has it before the first byte leaves, and again when the last one has.
 */
export async function exportEvidence(
  db: Db,
  actor: Actor,
  q: Question,
  { zone, now, app }: EvidenceOptions,
): Promise<{ name: string; bytes: AsyncGenerator<Uint8Array> }> {
  guard(actor, "evidence:export");
  const scope = scopeOf(actor);
  // A journal's reader is its own grant; without it the pack says what it leaves out.
  const journal = may(actor, "journal:read");
  const iso = (at: number): string => new Date(at).toISOString();
  const about = {
    from: iso(q.period.from),
    to: iso(q.period.to),
    zone,
    filter: { team: q.team ?? "all", environment: q.environment ?? "all" },
  };
  const name = `evidence-${iso(q.period.from).slice(0, 10)}-to-${iso(q.period.to).slice(0, 10)}`;
  await db.prisma.$transaction((tx) => writeJournal(tx, actor, { action: "evidence.export", subject: `export:${name}`, after: about }));

  async function* entries(): AsyncGenerator<ZipEntry> {
    const files: (Written & { about: string })[] = [];
    for (const file of evidenceFiles(db, scope, q, { zone, journal })) {
      const written = { name: file.name, about: file.about, rows: 0, bytes: 0, sha256: "" };
      yield {
        name: file.name,
        content: digested(written, async function* () {
          yield line(file.columns);
          for await (const rows of file.rows()) {
            written.rows += rows.length;
            yield rows.map(line).join("");
          }
        }),
      };
      files.push(written);
    }
    const versions = await listVersionsOf(db, q.period);
    const manifest = {
      kind: "evidence of a period",
      app: `Waybill ${app}`,
      ...about,
      policyVersions: versions.map((v) => ({ version: v.version, publishedAt: v.publishedAt.toISOString() })),
      files,
      leftOut: journal ? [] : ["journal.csv: it needs the grant journal:read"],
      personalData:
        "Names of people are keyed pseudonyms, the same for the same person. Users, client names and values in URLs were masked before they were stored, unless a source says otherwise.",
      exportedAt: iso(now),
      exportedBy: personWord(actor.name),
      role: actor.role,
      check: "sha256sum of each file is the one given here; spreadsheets show a leading apostrophe where a text would be a formula.",
    };
    await db.prisma.$transaction((tx) =>
      writeJournal(tx, actor, {
        action: "evidence.export-done",
        subject: `export:${name}`,
        after: { files: files.map(({ name, rows, sha256 }) => ({ file: name, rows, sha256 })) },
      }),
    );
    yield { name: "manifest.json", content: once(`${JSON.stringify(manifest, null, 2)}\n`) };
  }
  return { name: `${name}.zip`, bytes: zip(entries(), new Date(now)) };
}

const line = (cells: readonly Parameters<typeof csvCell>[0][]): string => `${cells.map(csvCell).join(",")}\r\n`;
