import { spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import path from "node:path";
import { expect, test } from "vitest";
import { findLogProgram } from "../../scripts/log-programs.mjs";
import { freePort } from "../../scripts/pg.mjs";
import { until, useCollect } from "./collect-process";
import { useDatabase } from "./database";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const processes = useCollect();

const squid = findLogProgram("squid");
const absent = squid ? "" : ": squid is not installed";
const hasOpenssl = squid && spawnSync(squid.command, ["-v"], { encoding: "utf8" }).stdout.includes("--with-openssl");

/** The logformat that the manual recommends, without what it says is not for every Squid. */
const page = fs.readFileSync(path.resolve(import.meta.dirname, "../../docs/how-to/export/squid.md"), "utf8");
const logformat = /^logformat waybill .*$/m.exec(page)![0].replace("%ssl::>sni ", hasOpenssl ? "$&" : "");

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

test.skipIf(!squid)(`a real Squid with the manual's logformat, by file and straight to collect${absent}`, async () => {
  const folder = processes.folder();
  // It asks this very host, which is internal.
  const more = { options: { fields: logformat }, keepInternal: true };
  const { source, token } = await receiver.addSource("squid", "squid", more);
  const { source: live, token: liveToken } = await receiver.addSource("squid-live", "squid", more);
  const collect = await processes.collect(path.join(folder, "spool"), [
    ...["--source", "squid-live", "--token", liveToken, "--url", receiver.url, "--tcp", "127.0.0.1:0"],
  ]);
  const server = http.createServer((request, response) => response.end(`hello ${request.url}`));
  const site = await listen(server);
  const port = await freePort();
  const log = path.join(folder, "access.log");
  const config = path.join(folder, "squid.conf");
  // As root it gives its rights away, and could not write here.
  fs.chmodSync(folder, 0o777);
  fs.writeFileSync(
    config,
    [
      `http_port 127.0.0.1:${port}`,
      logformat,
      `access_log stdio:${log} waybill`,
      `access_log tcp://127.0.0.1:${collect.port("tcp")} waybill`,
      "http_access deny CONNECT",
      "http_access allow all",
      "cache deny all",
      "buffered_logs off",
      "pinger_enable off",
      "shutdown_lifetime 0 seconds",
      "visible_hostname proxy.example",
      ...["cache_log", "pid_filename", "coredump_dir"].map((o) => `${o} ${o === "coredump_dir" ? folder : path.join(folder, o)}`),
    ].join("\n"),
  );
  const proxy = processes.start(squid!.command, ["-N", "-f", config]);
  const said = (): string =>
    `${proxy.said()}\n${fs.existsSync(path.join(folder, "cache_log")) ? fs.readFileSync(path.join(folder, "cache_log")) : ""}`;
  const ask = async (url: string, headers: Record<string, string> = {}): Promise<number> => {
    const request = http.request({ host: "127.0.0.1", port, path: url, headers: { host: new URL(url).host, ...headers } });
    request.end();
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    for await (const _ of response) {
    }
    return response.statusCode!;
  };
  await until(
    () =>
      ask(`http://127.0.0.1:${site}/up`).then(
        (status) => status === 200,
        () => false,
      ),
    said,
  );
  const jobs = { "x-waybill-job": "nightly-export", "x-waybill-run": "run-7", "user-agent": 'fetch/2.0 (a "quoted" word)' };
  for (let i = 0; i < 3; i++) expect(await ask(`http://127.0.0.1:${site}/v1/orders?secret=${i}`, jobs)).toBe(200);
  const tunnel = http.request({ host: "127.0.0.1", port, method: "CONNECT", path: "files.example:443" }).end();
  const [refusal] = (await once(tunnel, "connect")) as [http.IncomingMessage, Socket];
  expect(refusal.statusCode).toBe(403);
  refusal.socket.destroy();
  server.close();
  await until(() => fs.existsSync(log) && fs.readFileSync(log, "utf8").includes("CONNECT"), said);
  proxy.child.kill("SIGTERM");
  await once(proxy.child, "exit");

  await processes.waybill("ingest", "--source", "squid", "--token", token, "--url", receiver.url, log);
  const records = (await receiver.records(source)) as Record<string, unknown>[];
  const written = fs.readFileSync(log, "utf8").trimEnd().split("\n").length;
  expect(records.length).toBe(written);
  const orders = records.filter((r) => r.run === "run-7");
  expect(orders.length).toBe(3);
  for (const order of orders)
    expect(order).toMatchObject({ src_ip: "127.0.0.1", dst_ip: "127.0.0.1", host: null, port: site, status: 200 });
  expect(records.at(-1)).toMatchObject({ host: "files.example", port: 443, action: "denied" });
  // The very same records came over the wire.
  await until(
    async () => (await receiver.records(live)).length >= written,
    () => `${collect.said()}\n${said()}`,
  );
  expect(await receiver.records(live)).toEqual(records);
});
