import fs from "node:fs";
import path from "node:path";
import { CidrTable, parseCidr } from "../../lib/model/address";
import { Problem } from "../../lib/model/problem";
import { Delivery } from "./deliver";
import { hold } from "./hold";
import { Intake } from "./intake";
import { listenTcp } from "./listen-tcp";
import { listenUdp } from "./listen-udp";
import type { Listener, Route } from "./listener";
import type { ListenerSettings, Settings } from "./settings";
import { Spool } from "./spool";

interface Feed {
  spool: Spool;
  intake: Intake;
  delivery: Delivery;
}

/** How long a stop goes on delivering what it just closed; the rest waits in the spool. */
const LAST_DELIVERY_MS = 8_000;

/** Everything that runs: listeners, and for each source a spool and its delivery. */
export class Collector {
  readonly #feeds = new Map<string, Feed>();
  readonly #listeners: Listener[] = [];
  readonly #stopping = new AbortController();
  readonly #startedAt = new Date();
  #delivering: Promise<void>[] = [];
  #release: () => Promise<void> = async () => {};

  constructor(
    private readonly settings: Settings,
    private readonly say: (message: string) => void,
  ) {}

  /** @throws {Problem} for a spool that another process holds, or a port that cannot be bound. */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { settings, say } = this;
    fs.mkdirSync(settings.spool, { recursive: true, mode: 0o700 });
    this.#release = (await hold(settings.spool, () => this.status())).release;
    for (const [source, token] of settings.sources) {
      const tell = (message: string): void => say(`${source}: ${message}`);
      const spool = new Spool(path.join(settings.spool, source), limitsOf(settings), tell);
      if (spool.tornBytes > 0) tell(`${spool.tornBytes} bytes of a line that was being written when the last process ended are cut off`);
      if (spool.state.segments > 0) tell(`${spool.state.segments} batches wait from before`);
      const delivery = new Delivery(spool, { url: settings.url, source, token }, tell);
      this.#feeds.set(source, { spool, intake: new Intake(source, spool), delivery });
    }
    for (const wanted of settings.listen) {
      const listener = await this.#listen(wanted);
      this.#listeners.push(listener);
      say(`listening on ${listener.name} for ${[wanted.source, ...Object.values(wanted.senders ?? {})].filter(Boolean).join(", ")}`);
    }
    this.#delivering = [...this.#feeds.values()].map((feed) => feed.delivery.run(this.#stopping.signal));
  }

  /** Resolves when it was stopped. @throws what ended it by itself. */
  async wait(): Promise<void> {
    try {
      await Promise.all(this.#delivering);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  reload(): void {
    for (const listener of this.#listeners)
      try {
        listener.reload?.();
      } catch (error) {
        this.say(`${listener.name}: the certificate could not be read again, the one before stays (${(error as Error).message})`);
      }
  }

  /** Takes in what has come, brings it to the disk, and delivers what it can in a few seconds. */
  async stop(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.stop()));
    const feeds = [...this.#feeds.values()];
    await Promise.all(feeds.map(({ spool }) => spool.stop()));
    const until = Date.now() + LAST_DELIVERY_MS;
    const isBusy = (): boolean => feeds.some(({ spool, delivery }) => spool.state.segments > 0 && delivery.failing === undefined);
    while (isBusy() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    this.#stopping.abort();
    await Promise.allSettled(this.#delivering);
    await this.#release();
  }

  status() {
    // What is told as received is in the spool.
    for (const { spool } of this.#feeds.values()) spool.write();
    return {
      pid: process.pid,
      since: this.#startedAt,
      listeners: this.#listeners.map((l) => ({ name: l.name, figures: l.figures() })),
      sources: [...this.#feeds].map(([name, { intake, spool, delivery }]) => ({
        name,
        received: { lines: intake.lines, bytes: intake.bytes, dropped: intake.dropped },
        spool: spool.state,
        delivered: { batches: delivery.batches, lines: delivery.lines, rejected: delivery.rejected, lastAt: delivery.lastAt },
        refusedBatches: delivery.refusedBatches,
        ...(delivery.failing !== undefined && { failing: delivery.failing }),
      })),
    };
  }

  async #listen(wanted: ListenerSettings): Promise<Listener> {
    const { framing, cert, key, clientCa } = wanted;
    const { maxConnections, idle } = this.settings;
    const route = this.#route(wanted);
    const limits = { framing, maxConnections, idleMs: idle * 1000 };
    try {
      if (wanted.udp) return await listenUdp(wanted.udp, route);
      if (wanted.tcp) return await listenTcp(wanted.tcp, limits, route, this.say);
      return await listenTcp(wanted.tls!, limits, route, this.say, { cert: cert!, key: key!, clientCa });
    } catch (error) {
      throw new Problem("invalid", `It cannot listen: ${(error as Error).message}`);
    }
  }

  #route({ source, senders }: ListenerSettings): Route {
    const intakeOf = (name: string): Intake => this.#feeds.get(name)!.intake;
    const usual = source === undefined ? undefined : intakeOf(source);
    if (!senders) return () => usual;
    const table = new CidrTable(Object.entries(senders).map(([text, name]) => ({ cidr: parseCidr(text)!, value: intakeOf(name) })));
    return (address) => (address === undefined ? undefined : table.find(address)) ?? usual;
  }
}

const limitsOf = (settings: Settings) => ({
  maxBytes: settings.spoolMaxMiB * 1024 * 1024,
  segmentBytes: settings.segmentBytes,
  everyMs: settings.every * 1000,
  syncMs: settings.sync * 1000,
});
