import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

/** What stands before an app: lets requests through, or answers them itself, or is not there. */
export function useGate(app: { readonly url: string }) {
  const seen: number[] = [];
  let refusal: { status: number; retryAfter: string } | undefined;
  let port = 0;
  const server = http.createServer((req, res) => {
    if (req.method === "POST") seen.push(Date.now());
    if (refusal) {
      req.resume();
      res.writeHead(refusal.status, { "retry-after": refusal.retryAfter }).end("busy");
      return;
    }
    const { host: _, ...headers } = req.headers;
    const through = http.request(`${app.url}${req.url}`, { method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(res);
    });
    through.on("error", () => res.destroy());
    req.pipe(through);
  });
  const open = (): Promise<void> => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  beforeAll(async () => {
    await open();
    port = (server.address() as AddressInfo).port;
  });
  afterAll(close);
  return {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    /** When batches came. */
    seen,
    refuse: (status: number, retryAfter: string) => (refusal = { status, retryAfter }),
    letThrough: () => (refusal = undefined),
    open,
    close,
  };
}
