import { closeDb, type Db, openDb } from "../../lib/db/client";
import { findCursors, listCursors } from "../../lib/db/file-cursor";
import { findSourceByName, type Source } from "../../lib/db/source";
import { env } from "../../lib/env";
import { refusal } from "../../lib/ingest/refusal";
import { Problem } from "../../lib/model/problem";
import { cursorOf, keyOf } from "./sent-batch";
import type { Target } from "./target";

/** The database itself: this process reads, judges and stores. @throws {Problem} */
export async function openDatabaseTarget(url: string, name: string): Promise<Target> {
  const db = openDb(url, 4);
  try {
    const source = await findSource(db, name);
    const { importLog } = await import("../../lib/ingest/import-log");
    return {
      name: "the database",
      known: (beginning) => listCursors(db, source.id, beginning).catch(refuse),
      positions: (files) => findCursors(db, source.id, files).catch(refuse),
      send: (batch, about) =>
        importLog(
          db,
          {
            source,
            key: keyOf(batch, about.file),
            origin: about.origin,
            format: about.format,
            wrapping: batch.isText ? "lines" : undefined,
            maxBytes: env.maxBodyBytes,
            receivedAt: Date.now(),
            cursor: cursorOf(batch, about.file),
            head: batch.head,
          },
          (async function* () {
            for (let i = 0; i < batch.body.length; i += 65_536) yield batch.body.subarray(i, i + 65_536);
          })(),
        ).catch(refuse),
      close: () => closeDb(db),
    };
  } catch (error) {
    await closeDb(db);
    throw error;
  }
}

const refuse = (error: unknown): never => {
  throw refusal(error);
};

async function findSource(db: Db, name: string): Promise<Source> {
  const source = await findSourceByName(db.prisma, name);
  if (source) return source;
  const names = (await db.prisma.source.findMany({ select: { name: true }, orderBy: { name: "asc" } })).map((s) => s.name);
  throw new Problem(
    "not-found",
    names.length > 0
      ? `There is no source ${name}; there are ${names.join(", ")}.`
      : `There is no source ${name}; make one under Sources in the app.`,
  );
}
