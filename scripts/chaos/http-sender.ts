import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Random } from "../sample/random";
import type { LineMaker } from "./lines";
import type { SenderTally } from "./tally";

const PIECE = 16 * 1024;
/** A sender that hears nothing for so long sends again. */
const SILENCE_MS = 30_000;

export interface Sender {
  /** Sends until told to stop, and then until everything it made is acknowledged. */
  run(signal: AbortSignal): Promise<void>;
}

/** A shipper that knows one thing: it keeps a batch until the answer is 2xx. */
export class HttpSender implements Sender {
  constructor(
    private readonly about: {
      url: string;
      source: string;
      token: string;
      maker: LineMaker;
      random: Random;
      tally: SenderTally;
      /** Whether it names its batches; else their content does. */
      names: boolean;
      gzip: boolean;
      prefix: string;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { random, maker } = this.about;
    for (let n = 0; !signal.aborted; n++) {
      // Half of them so long that their transaction is open for most of their time.
      const made = maker.make(random.chance(0.5) ? 1 + random.int(300) : 1100 + random.int(2500));
      await this.#deliver(Buffer.from(made.text), made, `${this.about.prefix}-${n}`);
    }
  }

  async #deliver(body: Buffer, made: { lines: number; used: number; rejected: number }, name: string): Promise<void> {
    const { tally, random, source } = this.about;
    for (;;) {
      const { status, text } = await this.#post(body, name);
      tally.count(status);
      if (status >= 200 && status < 300) {
        const receipt = JSON.parse(text);
        if (receipt.repeated) tally.repeated++;
        if (receipt.lines !== made.lines || receipt.used !== made.used || receipt.rejected !== made.rejected)
          tally.refusals.push(`${source}: acknowledged ${text}, sent ${JSON.stringify(made)}`);
        tally.acknowledge(source, receipt);
        return;
      }
      if (text.includes("The thread that read")) tally.threadDeaths++;
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) tally.refusals.push(`${source}: ${status} ${text}`);
      await pause(20 + random.int(150));
    }
  }

  /** Piece by piece, as lines come. @returns status 0 where the connection broke off. */
  #post(body: Buffer, name: string): Promise<{ status: number; text: string }> {
    const { url, source, token, names, gzip, random } = this.about;
    return new Promise((resolve) => {
      const request = http.request(`${url}/api/ingest/${source}`, {
        method: "POST",
        agent: false,
        headers: {
          authorization: `Bearer ${token}`,
          ...(names ? { "idempotency-key": name } : {}),
          ...(gzip ? { "content-encoding": "gzip" } : {}),
        },
      });
      const silence = setTimeout(() => request.destroy(new Error("silence")), SILENCE_MS);
      const end = (status: number, text = ""): void => {
        clearTimeout(silence);
        request.destroy();
        resolve({ status, text });
      };
      request.on("error", () => end(0));
      request.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        response.on("end", () => end(response.statusCode!, text));
        response.on("error", () => end(0));
        response.on("aborted", () => end(0));
      });
      const bytes = gzip ? gzipSync(body) : body;
      void (async () => {
        for (let at = 0; at < bytes.length && !request.destroyed; at += PIECE) {
          request.write(bytes.subarray(at, at + PIECE));
          await pause(random.int(gzip ? 60 : 12));
        }
        request.end();
      })();
    });
  }
}
