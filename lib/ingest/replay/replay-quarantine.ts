import type { Db } from "../../db/client";
import { listQuarantinedImports, markReplayed, type QuarantinedImport, type QuarantineFilter } from "../../db/quarantine";
import type { Source } from "../../db/source";
import { Problem } from "../../model/problem";
import type { Format } from "../format";
import { importAgain } from "../import-log";
import type { Block, Fault } from "../lines";
import { formatFor, meetUnits } from "./quarantined-units";

export interface ReplayRequest extends QuarantineFilter {
  /** Instead of the source's own. */
  format?: string | undefined;
  /** Who wants it, and the version of the program that reads: kept with each line. */
  by: string;
  version: string;
}

export interface ReplayAnswer {
  /** Imports that came of it, one for each that lines came from. */
  imports: number;
  lines: number;
  used: number;
  connections: number;
  skipped: number;
  /** Lines that wait on. */
  left: number;
}

/**
 * Reads a source's rejected lines again, as of the moment they were received. What can be read now becomes an import that names
 * the one it came from, and leaves the quarantine in the same transaction; what cannot stays where it is.
 *
 * @throws {Problem} conflict when another replay takes the same lines at this moment.
 */
export async function replayQuarantine(db: Db, source: Source, request: ReplayRequest, signal?: AbortSignal): Promise<ReplayAnswer> {
  const total: ReplayAnswer = { imports: 0, lines: 0, used: 0, connections: 0, skipped: 0, left: 0 };
  for (const batch of await listQuarantinedImports(db, source.id, request)) {
    signal?.throwIfAborted();
    const format = formatFor(source, batch, request.format);
    const done =
      format && (await hasReadable(db, source, batch, request, format)) ? await again(db, source, batch, request, format) : undefined;
    if (done) total.imports++;
    total.lines += done?.lines ?? 0;
    total.used += done?.used ?? 0;
    total.connections += done?.connections ?? 0;
    total.skipped += done?.skipped ?? 0;
    total.left += batch.lines - (done?.lines ?? 0);
  }
  return total;
}

/** An import that nothing comes into is not begun. */
async function hasReadable(db: Db, source: Source, batch: QuarantinedImport, filter: QuarantineFilter, format: Format): Promise<boolean> {
  for await (const page of meetUnits(db, source, batch, filter, format)) if (page.some((u) => u.isReadable)) return true;
  return false;
}

function again(db: Db, source: Source, batch: QuarantinedImport, request: ReplayRequest, format: Format) {
  const taken: [number, number][] = [];
  async function* blocks(): AsyncGenerator<Block> {
    let firstLine = 1;
    for await (const page of meetUnits(db, source, batch, request, format)) {
      const faults = new Map<number, Fault>();
      page.forEach((u, i) => {
        // What still cannot be read is met all the same: the reader must see what it saw when this was tried.
        if (u.isReadable) taken.push([u.quarantined!.line, firstLine + i]);
        else faults.set(i, { quiet: true });
      });
      const lines = page.map((u) => u.text);
      const bytes = lines.reduce((sum, l) => sum + l.length + 1, 0);
      yield { lines, offset: 0, offsets: page.map((u) => u.quarantined?.offset ?? 0), bytes, faults };
      firstLine += page.length;
    }
  }
  return importAgain(
    db,
    {
      source,
      format: format.id,
      origin: batch.origin ?? undefined,
      maxBytes: Number.POSITIVE_INFINITY,
      receivedAt: batch.receivedAt.getTime(),
    },
    {
      of: batch.id,
      blocks: blocks(),
      // A line is read into one import only: the first says which replay this is.
      key: () => `${batch.id}:${taken[0]?.[0]}`,
      take: async (client, into) => {
        const { by, version } = request;
        if (taken.length === 0 || !(await markReplayed(client, batch.id, { into, by, version, lines: taken })))
          throw new Problem("conflict", "Another replay is reading these lines; nothing was added. Try again in a moment.");
      },
    },
  );
}
