import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { afterAll, beforeAll } from "vitest";
import { insertSource, makeSourceToken, type Source } from "../../lib/db/source";
import type { useDatabase } from "./database";

type Handler = (request: Request, context: { params: Promise<{ source: string }> }) => Promise<Response>;
type Route = Partial<Record<string, unknown>>;

/** The app's own route handlers behind a real socket, as the app serves them. */
export function useReceiver(database: ReturnType<typeof useDatabase>): {
  readonly url: string;
  addSource(name: string, format: string): Promise<{ source: Source; token: string }>;
  /** What is stored of a source, in the order of the log; its ids and the import's left out. */
  records(source: Source): Promise<unknown[]>;
} {
  let url = "";
  let server: http.Server;
  beforeAll(async () => {
    process.env.DATABASE_URL = database.url;
    const routes: [RegExp, Route][] = [
      [/^\/api\/ingest\/([^/?]+)/, await import("../../app/api/ingest/[source]/route")],
      [/^\/v1\/logs$/, await import("../../app/v1/logs/route")],
      [/^\/v1\/traces$/, await import("../../app/v1/traces/route")],
    ];
    server = http.createServer((req, res) => {
      const found = routes.find(([path]) => path.test(req.url!));
      const handler = found?.[1][req.method!] as Handler | undefined;
      if (!handler) return void res.writeHead(404).end();
      const request = new Request(`${url}${req.url}`, {
        method: req.method,
        headers: Object.entries(req.headers).flatMap(([k, v]) => (typeof v === "string" ? [[k, v] as [string, string]] : [])),
        ...(req.method === "POST" ? { body: Readable.toWeb(req) as WebStream as unknown as BodyInit, duplex: "half" } : {}),
      } as RequestInit);
      const source = found![0].exec(req.url!)?.[1] ?? "";
      handler(request, { params: Promise.resolve({ source }) }).then(
        async (response) => {
          res.writeHead(response.status, Object.fromEntries(response.headers));
          res.end(Buffer.from(await response.arrayBuffer()));
        },
        () => res.writeHead(500).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    const { closeDb } = await import("../../lib/db/client");
    await new Promise((resolve) => server.close(resolve));
    const { getDb } = await import("../../lib/db/client");
    await closeDb(getDb());
  });
  return {
    get url() {
      return url;
    },
    async addSource(name, format) {
      const { token, ...hash } = makeSourceToken();
      const source = await database.db.prisma.$transaction((tx) =>
        insertSource(tx, {
          ...{ name, format, options: {}, tags: {}, unmasked: false, keepInternal: false, silentAfter: 60, createdBy: "test" },
          ...hash,
        }),
      );
      return { source: source!, token };
    },
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
