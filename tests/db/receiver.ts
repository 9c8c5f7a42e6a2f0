import { afterAll, beforeAll } from "vitest";
import type { Source } from "../../lib/db/source";
import { serveRoutes } from "../../scripts/route-server";
import { addSource } from "./add-source";
import type { useDatabase } from "./database";

/** The app's own route handlers behind a real socket, as the app serves them. */
export function useReceiver(database: ReturnType<typeof useDatabase>): {
  readonly url: string;
  addSource(
    name: string,
    format: string,
    more?: Partial<Pick<Source, "options" | "keepInternal">>,
  ): Promise<{ source: Source; token: string }>;
  /** What is stored of a source, in the order of the log; its ids and the import's left out. */
  records(source: Source): Promise<unknown[]>;
} {
  let server: Awaited<ReturnType<typeof serveRoutes>>;
  beforeAll(async () => {
    process.env.DATABASE_URL = database.url;
    server = await serveRoutes([
      [/^\/api\/ingest\/([^/?]+)/, await import("../../app/api/ingest/[source]/route")],
      [/^\/api\/health$/, await import("../../app/api/health/route")],
      [/^\/v1\/logs$/, await import("../../app/v1/logs/route")],
      [/^\/v1\/traces$/, await import("../../app/v1/traces/route")],
    ]);
  });
  afterAll(async () => {
    const { closeDb, getDb } = await import("../../lib/db/client");
    await server.close();
    await closeDb(getDb());
  });
  return {
    get url() {
      return server.url;
    },
    addSource: (name, format, more) => addSource(database.db, name, format, more),
    async records(source) {
      const { rows } = await database.db.pool.query(
        `select c.time, c.src_ip, c.src_port, c.dst_ip, c.duration_ms, c.bytes_out, c.bytes_in, c.packets_out, c.packets_in, c.status, c.attempt,
           c.twin, c.answered, c.action, c.outcome, c.verdict, c.session_id, c.trace_id, c.count, k.kind, k.direction, k.host, k.host_origin, k.port,
           k.protocol, k.application, w.service, j.external_id as run
         from connection c join import i on i.id = c.import_id join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id
           join workload w on w.id = c.workload_id left join run j on j.id = c.run_id
         where i.source_id = $1 order by c.import_id, c.line, c.part`,
        [source.id],
      );
      return rows;
    },
  };
}
