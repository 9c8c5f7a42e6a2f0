import http from "node:http";
import type { AddressInfo } from "node:net";
import { ReadableStream } from "node:stream/web";

type Handler = (request: Request, context: { params: Promise<{ source: string }> }) => Response | Promise<Response>;
type Route = Partial<Record<string, unknown>>;

/** The app's own route handlers behind a real socket, as the app serves them; a group in the address is the source. */
export async function serveRoutes(routes: readonly [RegExp, Route][], port = 0): Promise<{ url: string; close(): Promise<void> }> {
  let url = "";
  const server = http.createServer((req, res) => {
    const found = routes.find(([path]) => path.test(req.url!));
    const handler = found?.[1][req.method!] as Handler | undefined;
    if (!handler) return void res.writeHead(404).end();
    const request = new Request(`${url}${req.url}`, {
      method: req.method,
      headers: Object.entries(req.headers).flatMap(([k, v]) => (typeof v === "string" ? [[k, v] as [string, string]] : [])),
      // Node's own adapter (Readable.toWeb) throws where nobody can catch it when what is refused still sends.
      ...(req.method === "POST" ? { body: ReadableStream.from(req) as unknown as BodyInit, duplex: "half" } : {}),
    } as RequestInit);
    const source = found![0].exec(req.url!)?.[1] ?? "";
    (async () => {
      const response = await handler(request, { params: Promise.resolve({ source }) });
      res.writeHead(response.status, Object.fromEntries(response.headers));
      res.end(Buffer.from(await response.arrayBuffer()));
    })().catch(() => res.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => new Promise((resolve) => void server.close(() => resolve())) };
}
