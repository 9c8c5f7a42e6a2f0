import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

/** "deaf": the batch is stored and the answer lost. "busy": 503 with Retry-After. */
type Mode = "up" | "down" | "deaf" | "busy";

/** Stands before the receiver and fails as networks and proxies do. */
export function useFlakyApp(receiver: { readonly url: string }) {
  const app = { url: "", mode: "up" as Mode, requests: 0, deafened: 0 };
  const server = http.createServer((req, res) => {
    app.requests++;
    const { mode } = app;
    if (mode === "down") return void req.socket.destroy();
    if (mode === "busy") {
      req.resume();
      return void res.writeHead(503, { "retry-after": "1" }).end(JSON.stringify({ detail: "busy" }));
    }
    const onward = http.request(receiver.url + req.url, { method: req.method, headers: req.headers }, (answer) => {
      if (mode === "deaf") {
        app.deafened++;
        return void answer.resume().on("end", () => req.socket.destroy());
      }
      res.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(res);
    });
    onward.on("error", () => res.destroy());
    req.pipe(onward);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return app;
}
