import { parseArgs } from "node:util";
import { env } from "../../lib/env";
import { Problem } from "../../lib/model/problem";
import { Collector } from "../collect/collector";
import { askStatus } from "../collect/hold";
import { defaultSpool, readConfig, readSettings, type Settings } from "../collect/settings";
import { type Command, Usage } from "../command";

const text = { type: "string" } as const;
const many = { type: "string", multiple: true } as const;
const SUMMARY_MS = 60_000;
const IMPATIENT_MS = 1_000;

export const command: Command = {
  name: "collect",
  summary: "receive syslog over UDP, TCP and TLS and deliver it to a source",
  usage: `usage: waybill collect --source NAME [--udp ADDRESS] [--tcp ADDRESS] [--tls ADDRESS --cert FILE --key FILE] [OPTION ...]
       waybill collect --config FILE [--spool DIR]
       waybill collect --status [--spool DIR]

Receives syslog (RFC 5424 and 3164; octet-counted or by lines) until it is stopped, keeps it in files, and delivers it
to the running app. A file goes when the app has stored it; what could not be delivered is tried again.

  --source NAME          the source, as the app names it
  --token TOKEN          the source's token (or WAYBILL_TOKEN)
  --url URL              the app (or WAYBILL_URL); http://localhost:3000 when absent
  --udp, --tcp, --tls    where to listen, repeatable: 127.0.0.1:5514, [::]:6514, or a port alone for loopback
  --cert FILE            certificate chain for --tls, PEM; SIGHUP reads it again
  --key FILE             its key
  --client-ca FILE       only senders with a certificate of this authority
  --framing WAY          of TCP and TLS: octet-counted or newline instead of auto, which each connection tells
  --spool DIR            where what is not delivered lies; collect in the state folder when absent
  --spool-max MIB        its limit, a source (1024): TCP is then not read, UDP is counted and let go
  --every SECONDS        a batch at least so often while lines come (5)
  --sync SECONDS         a line is safe from a loss of power after this time (1)
  --max-connections N    of a port (512)
  --idle SECONDS         a connection that is silent for so long is closed (3600)
  --config FILE          several sources and listeners as JSON; see docs/how-to/send/collect.md
  --status               figures of the process that uses the spool, as JSON`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        ...{ source: text, token: text, url: text, config: text, status: { type: "boolean" } },
        ...{ udp: many, tcp: many, tls: many, cert: text, key: text, "client-ca": text, framing: text },
        ...{ spool: text, "spool-max": text, every: text, sync: text, "max-connections": text, idle: text },
      },
    });
    const { config, source, status } = values;
    const given = { ...(config === undefined ? {} : readConfig(config)), ...general(values) };
    if (status) {
      process.stdout.write(await askStatus(given.spool ?? defaultSpool()));
      return 0;
    }
    if (config !== undefined && listening.some((option) => values[option] !== undefined))
      throw new Usage(`with --config, ${listening.map((o) => `--${o}`).join(", ")} stand in the file`);
    if (config === undefined && source === undefined) throw new Usage("--source or --config is needed");
    return collect(readSettings(config === undefined ? { ...given, ...single(values) } : given));
  },
};

const listening = ["source", "token", "udp", "tcp", "tls", "cert", "key", "client-ca", "framing"] as const;
type Values = { [option: string]: string | boolean | string[] | undefined };

/** What holds for all listeners, and may be said besides a file, too. */
function general(values: Values): { spool?: string } {
  const number = (option: string): number | undefined => (values[option] === undefined ? undefined : Number(values[option]));
  const said = {
    ...{ url: values.url, spool: values.spool, spoolMaxMiB: number("spool-max"), every: number("every"), sync: number("sync") },
    ...{ maxConnections: number("max-connections"), idle: number("idle") },
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** One source and its listeners. */
function single(values: Values): object {
  const source = String(values.source);
  const token = values.token ?? env.token;
  if (token === undefined) throw new Problem("invalid", "The source's token is needed: --token or WAYBILL_TOKEN.");
  const { cert, key, framing, "client-ca": clientCa } = values;
  const all = (option: "udp" | "tcp" | "tls"): string[] => (values[option] as string[] | undefined) ?? [];
  return {
    sources: { [source]: { token } },
    listen: [
      ...all("udp").map((udp) => ({ udp, source })),
      ...all("tcp").map((tcp) => ({ tcp, source, framing })),
      ...all("tls").map((tls) => ({ tls, source, framing, cert, key, clientCa })),
    ],
  };
}

async function collect(settings: Settings): Promise<number> {
  const collector = new Collector(settings, say);
  const started = collector.start();
  let stopping: Promise<void> | undefined;
  let stoppedAt = 0;
  const stop = (signal: string): void => {
    // npx hands on what the terminal sent to both: only a later one is somebody who cannot wait.
    if (stopping && Date.now() - stoppedAt > IMPATIENT_MS) process.exit(1);
    if (stopping) return;
    say(`${signal}: stopping`);
    stoppedAt = Date.now();
    stopping = started.then(() => collector.stop());
    // Where it did not start, that is what is told.
    stopping.catch(() => {});
  };
  // Before it has started: whoever sees it listen may stop it.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  process.on("SIGHUP", () => void started.then(() => collector.reload()).catch(() => {}));
  await started;
  let said: string | undefined;
  const summary = setInterval(() => {
    const now = summaryOf(collector);
    if (now !== said) say(now);
    said = now;
  }, SUMMARY_MS);
  await collector.wait();
  clearInterval(summary);
  await stopping;
  const left = collector.status().sources.reduce((sum, s) => sum + s.spool.bytes, 0);
  say(left === 0 ? "stopped, everything is delivered" : `stopped, ${left} bytes wait in ${settings.spool}`);
  return 0;
}

const summaryOf = (collector: Collector): string =>
  collector
    .status()
    .sources.map(
      ({ name, received, delivered, spool }) =>
        `${name}: ${received.lines} lines received, ${received.dropped} dropped, ${delivered.lines} delivered (${delivered.rejected} in quarantine), ${spool.bytes} bytes wait`,
    )
    .join("; ");

/** Under systemd a line is stamped by the journal; it costs nothing to say the time elsewhere. */
const say = (message: string): void => void process.stderr.write(`${new Date().toISOString()} ${message}\n`);
