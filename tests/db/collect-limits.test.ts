import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import tls from "node:tls";
import { expect, test } from "vitest";
import { findLogProgram } from "../../scripts/log-programs.mjs";
import { makeCertificate } from "./certificate";
import { until, useCollect } from "./collect-process";
import { useDatabase } from "./database";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const processes = useCollect();

const NOW = Math.floor(Date.now() / 1000) - 3600;
const line = (name: string): string =>
  `<134>1 - proxy squid - - - ${NOW}.123    104 10.0.0.1 TCP_MISS/200 904 GET http://${name}.example/ - HIER_DIRECT/203.0.113.20 text/html\n`;
const some = ["--source", "some", "--token", "wb_some"];

/** Whether the other end closes it; never, where it is still open after the time. */
const closes = (socket: net.Socket, ms = 3_000): Promise<boolean> =>
  new Promise((resolve) => {
    socket.on("error", () => {}).on("close", () => resolve(true));
    setTimeout(() => resolve(false), ms).unref();
  });

test("senders are told by their addresses; one that nobody expects is turned away and counted", async () => {
  const folder = processes.folder();
  const config = path.join(folder, "collect.json");
  const { source: ours, token } = await receiver.addSource("ours", "squid");
  const { source: usual, token: usualToken } = await receiver.addSource("usual", "squid");
  fs.writeFileSync(path.join(folder, "token"), `${token}\n`);
  const settings = {
    url: receiver.url,
    sources: { ours: { tokenFile: path.join(folder, "token") }, usual: { token: usualToken } },
    listen: [
      { tcp: "127.0.0.1:0", senders: { "127.0.0.0/8": "usual", "127.0.0.1": "ours" } },
      { tcp: "127.0.0.2:0", source: "usual", senders: { "192.0.2.0/24": "ours" } },
      { tcp: "127.0.0.3:0", senders: { "192.0.2.0/24": "ours" } },
    ],
  };
  fs.writeFileSync(config, JSON.stringify(settings));
  const collect = await processes.collect(path.join(folder, "spool"), ["--config", config]);
  await until(() => collect.said().split("listening").length === 4, collect.said);
  const port = (host: string): number => Number(new RegExp(`${host}:(\\d+)`).exec(collect.said())![1]);
  net.connect(port("127.0.0.1"), "127.0.0.1").end(line("a"));
  net.connect(port("127.0.0.2"), "127.0.0.2").end(line("b"));
  const stranger = net.connect(port("127.0.0.3"), "127.0.0.3").on("error", () => {});
  stranger.end(line("c"));
  const arrived = async (source: typeof ours) => ((await receiver.records(source)) as { host: string }[]).map((r) => r.host);
  await until(async () => (await arrived(ours)).length + (await arrived(usual)).length === 2, collect.said);
  expect([await arrived(ours), await arrived(usual)]).toEqual([["a.example"], ["b.example"]]);
  await until(async () => (await collect.status()).listeners[2]!.figures.strangers === 1, collect.said);
  expect(await collect.stop()).toBe(0);

  for (const [wrong, said] of [
    [{ ...settings, listen: [{ udp: "127.0.0.1:0", source: "other" }] }, "listen.0: the source other is not among sources"],
    [{ ...settings, listen: [{ tls: "127.0.0.1:0", source: "ours" }] }, "tls needs cert and key"],
    [{ ...settings, listen: [{ udp: "collect.example:514", source: "ours" }] }, "listen.0.udp: an address and a port are needed"],
    [{ ...settings, surprise: 1 }, "surprise"],
  ] as const) {
    fs.writeFileSync(config, JSON.stringify(wrong));
    const answer = await processes.waybill("collect", "--spool", path.join(folder, "other"), "--config", config);
    expect([answer.code, answer.said]).toEqual([1, expect.stringContaining(said)]);
  }
});

test("more connections than allowed are turned away, and silent ones closed", async () => {
  const collect = await processes.collect(path.join(processes.folder(), "spool"), [
    ...[...some, "--tcp", "127.0.0.1:0", "--max-connections", "2", "--idle", "2"],
  ]);
  const [first, second] = [0, 1].map(() => net.connect(collect.port("tcp"), "127.0.0.1"));
  await until(async () => (await collect.status()).listeners[0]!.figures.open === 2, collect.said);
  expect(await closes(net.connect(collect.port("tcp"), "127.0.0.1"), 1_500)).toBe(true);
  expect(await closes(first!)).toBe(true);
  second!.destroy();
  await until(async () => (await collect.status()).listeners[0]!.figures.open === 0, collect.said);
  expect((await collect.status()).listeners[0]!.figures).toMatchObject({ turnedAway: 1, connections: 2 });
  expect(collect.said()).toContain("has its 2 connections");
});

test("one process a spool, and a port that is taken is said at once", async () => {
  const spool = path.join(processes.folder(), "spool");
  const first = await processes.collect(spool, [...some, "--tcp", "127.0.0.1:0"]);
  const second = await processes.waybill("collect", "--spool", spool, ...some, "--tcp", "127.0.0.1:0");
  expect([second.code, second.said]).toEqual([1, expect.stringContaining("Another waybill collect writes to")]);
  const taken = await processes.waybill("collect", "--spool", `${spool}-2`, ...some, "--tcp", String(first.port("tcp")));
  expect([taken.code, taken.said]).toEqual([1, expect.stringContaining("EADDRINUSE")]);
  const status = await processes.waybill("collect", "--status", "--spool", spool);
  expect([status.code, JSON.parse(status.said)]).toMatchObject([0, { pid: first.child.pid, sources: [{ name: "some" }] }]);
  await first.kill();
  expect(await processes.waybill("collect", "--status", "--spool", spool)).toMatchObject({ code: 1 });
  // What kill -9 left behind is in nobody's way.
  const again = await processes.collect(spool, [...some, "--udp", "127.0.0.1:0"]);
  expect(await again.stop()).toBe(0);
});

const hasOpenssl = findLogProgram("openssl") !== undefined;
test.skipIf(!hasOpenssl)(
  `TLS: an authority for senders, nothing before 1.2, another certificate without a stop${hasOpenssl ? "" : ": openssl is not installed"}`,
  async () => {
    const folder = processes.folder();
    const { ca, cert, key } = makeCertificate(folder);
    const { source, token } = await receiver.addSource("tls", "squid");
    const collect = await processes.collect(path.join(folder, "spool"), [
      ...[
        "--source",
        "tls",
        "--token",
        token,
        "--url",
        receiver.url,
        "--tls",
        "127.0.0.1:0",
        "--cert",
        cert,
        "--key",
        key,
        "--client-ca",
        ca,
      ],
    ]);
    const shown = { cert: fs.readFileSync(cert), key: fs.readFileSync(key) };
    const connect = (options: tls.ConnectionOptions): tls.TLSSocket =>
      tls.connect({ host: "127.0.0.1", port: collect.port("tls"), ca: fs.readFileSync(ca), servername: "collect.example", ...options });
    for (const options of [{}, { ...shown, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }] as const) {
      const socket = connect(options);
      socket.write(line("refused"));
      expect(await closes(socket)).toBe(true);
    }
    await until(async () => (await collect.status()).listeners[0]!.figures.failedHandshakes === 2, collect.said);
    const known = connect(shown);
    known.end(line("known"));
    await until(async () => (await receiver.records(source)).length === 1, collect.said);
    expect((await collect.status()).sources[0]!.received.lines).toBe(1);

    const fingerprint = async (): Promise<string> => {
      const socket = connect(shown);
      await new Promise((resolve) => socket.once("secureConnect", resolve));
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256;
    };
    const before = await fingerprint();
    // Of the same authority: a certificate that is renewed.
    const renewed = processes.folder();
    const other = makeCertificate(renewed);
    fs.copyFileSync(other.cert, cert);
    fs.copyFileSync(other.key, key);
    fs.appendFileSync(ca, fs.readFileSync(other.ca));
    collect.child.kill("SIGHUP");
    await until(async () => (await fingerprint()) !== before, collect.said);
    fs.writeFileSync(cert, "no certificate");
    collect.child.kill("SIGHUP");
    await until(() => collect.said().includes("the one before stays"), collect.said);
    await fingerprint();
  },
);
