import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { allowLongUploads } from "./long-uploads";

test("a server that Node would let wait five minutes waits an hour once a request came", async () => {
  const server = http.createServer((_, response) => response.end("ok"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  expect(server.requestTimeout).toBe(300_000);
  allowLongUploads();
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(server.requestTimeout).toBe(3_600_000);
  server.close();
});
