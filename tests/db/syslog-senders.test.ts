import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Source } from "../../lib/db/source";
import { findLogProgram } from "../../scripts/log-programs.mjs";
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

/** A certificate of an authority, for collect.example. */
function certificate(folder: string): { ca: string; cert: string; key: string } {
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA");
  openssl("req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=collect.example");
  fs.writeFileSync(file("san"), "subjectAltName=DNS:collect.example,IP:127.0.0.1\n");
  openssl(..."x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem".split(" "));
  return { ca: file("ca.pem"), cert: file("server.pem"), key: file("server.key") };
}

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
    const { ca, cert, key } = certificate(folder);
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
