import dgram from "node:dgram";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Source } from "../../lib/db/source";
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
const COUNT = 400;
const line = (i: number): string =>
  `${NOW + i}.123    ${String(i).padStart(3)} 10.0.0.${i % 9} TCP_MISS/200 ${1000 + i} GET http://api${i}.partner.example/v1/orders - HIER_DIRECT/203.0.113.${i % 200} application/json`;
const lines = Array.from({ length: COUNT }, (_, i) => line(i));

/** The configurations that a page of the manual gives, in its order. */
function configurations(page: string): string[] {
  const text = fs.readFileSync(path.resolve(import.meta.dirname, "../../docs/how-to/send", page), "utf8");
  return [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, config]) => config!);
}

const records = async (source: Source): Promise<Record<string, unknown>[]> => (await receiver.records(source)) as Record<string, unknown>[];
const byName = (all: Record<string, unknown>[]) => all.sort((a, b) => (String(a.host) < String(b.host) ? -1 : 1));

interface Sender {
  program: "rsyslogd" | "syslog-ng";
  page: string;
  /** Which of the page's configurations. */
  index: number;
  over: "udp" | "tcp" | "tls";
}

const senders: Sender[] = [
  { program: "rsyslogd", page: "rsyslog.md", index: 0, over: "tls" },
  { program: "rsyslogd", page: "rsyslog.md", index: 2, over: "udp" },
  { program: "syslog-ng", page: "syslog-ng.md", index: 0, over: "tls" },
  { program: "syslog-ng", page: "syslog-ng.md", index: 1, over: "tcp" },
  { program: "syslog-ng", page: "syslog-ng.md", index: 2, over: "udp" },
];

for (const { program, page, index, over } of senders) {
  const absent = [program, "openssl"].filter((name) => !findLogProgram(name)).map((name) => `: ${name} is not installed`);
  test.skipIf(absent.length > 0)(`${program} over ${over}, configured as the manual says${absent.join("")}`, async () => {
    const folder = processes.folder();
    const { ca, cert, key } = makeCertificate(folder);
    const { source, token } = await receiver.addSource(`${program}-${over}`, "squid");
    const collect = await processes.collect(path.join(folder, "spool"), [
      ...["--source", source.name, "--token", token, "--url", receiver.url, `--${over}`, "127.0.0.1:0"],
      ...(over === "tls" ? ["--cert", cert, "--key", key] : []),
    ]);
    const log = path.join(folder, "access.log");
    fs.writeFileSync(log, `${lines.join("\n")}\n`);
    const config = configurations(page)
      [index]!.replaceAll("/var/log/squid/access.log", log)
      .replaceAll("/etc/ssl/waybill-ca.pem", ca)
      .replace(/target="collect\.example"/, 'target="127.0.0.1"')
      .replace('syslog("collect.example"', 'syslog("127.0.0.1"')
      .replaceAll(/(port[=(]"?)(?:6514|5514)/g, `$1${collect.port(over)}`);
    const sender = startSender(program, config, folder);
    await until(
      async () => (await records(source)).length >= COUNT,
      () => `${collect.said()}\n${sender.said()}`,
    );
    expect(await collect.stop()).toBe(0);
    const straight = await receiver.addSource(`straight-${program}-${over}`, "squid");
    await fetch(`${receiver.url}/api/ingest/${straight.source.name}`, {
      method: "POST",
      headers: { authorization: `Bearer ${straight.token}` },
      body: lines.join("\n"),
    });
    expect(byName(await records(source))).toEqual(byName(await records(straight.source)));
  });
}

const relay = findLogProgram("rsyslogd");
test.skipIf(!relay)(
  `rsyslogd passes on by TCP what devices send it, as the manual says${relay ? "" : ": rsyslogd is not installed"}`,
  async () => {
    const folder = processes.folder();
    const { source, token } = await receiver.addSource("relayed", "squid");
    const collect = await processes.collect(path.join(folder, "spool"), [
      ...["--source", "relayed", "--token", token, "--url", receiver.url, "--tcp", "127.0.0.1:0"],
    ]);
    const port = await freeUdpPort();
    const config = configurations("rsyslog.md")[1]!
      .replace('target="collect.example" port="6514"', `target="127.0.0.1" port="${collect.port("tcp")}"`)
      .replace('address="0.0.0.0" port="514"', `address="127.0.0.1" port="${port}"`);
    const sender = startSender("rsyslogd", config, folder);
    const device = dgram.createSocket("udp4");
    // Twice: the first ones may come before rsyslog listens.
    await until(
      async () => {
        device.send(`<134>Mar  1 10:00:00 proxy squid[7]: ${line(0)}`, port, "127.0.0.1");
        return (await records(source)).length > 0;
      },
      () => `${collect.said()}\n${sender.said()}`,
    );
    for (const l of lines.slice(1, 50)) device.send(`<134>Mar  1 10:00:00 proxy squid[7]: ${l}`, port, "127.0.0.1");
    const hosts = async () => new Set((await records(source)).map((r) => r.host));
    await until(
      async () => (await hosts()).size === 50,
      () => `${collect.said()}\n${sender.said()}`,
    );
    device.close();
  },
);

async function freeUdpPort(): Promise<number> {
  const socket = dgram.createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

function startSender(program: Sender["program"], config: string, folder: string) {
  const { command, args, env } = findLogProgram(program)!;
  const file = path.join(folder, "sender.conf");
  if (program === "rsyslogd") {
    fs.writeFileSync(file, `global(workDirectory="${folder}")\n${config}`);
    return processes.start(command, ["-n", "-f", file, "-i", path.join(folder, "pid"), ...args], env);
  }
  fs.writeFileSync(
    file,
    `@version: 3.38\noptions { stats-freq(0); };\n${config.replaceAll("disk-buffer(", `disk-buffer(dir("${folder}") `)}`,
  );
  const own = ["persist-file", "pidfile", "control"].map((name) => `--${name}=${path.join(folder, name)}`);
  return processes.start(command, ["--foreground", "--no-caps", "--stderr", `--cfgfile=${file}`, ...own, ...args], env);
}
