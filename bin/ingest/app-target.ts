import type { KnownFile } from "../../lib/db/file-cursor";
import { cursorHeader } from "../../lib/ingest/cursor-header";
import type { ImportAnswer } from "../../lib/ingest/import-log";
import { Problem, type ProblemCode, problemStatus } from "../../lib/model/problem";
import { retryAfter } from "./retry-after";
import { cursorOf, keyOf, type SentAbout, type SentBatch } from "./sent-batch";
import type { Target } from "./target";

/** No answer for this long: the app is stuck or the way to it is. A batch that did arrive adds nothing the second time. */
const ANSWER_MS = 300_000;

/** The running app, by a source's token. */
export class AppTarget implements Target {
  constructor(
    private readonly url: string,
    private readonly source: string,
    private readonly token: string,
  ) {}

  get name(): string {
    return this.url;
  }

  known(beginning: string): Promise<KnownFile[]> {
    return this.#files([["files", beginning]]);
  }

  positions(files: readonly string[]): Promise<KnownFile[]> {
    return this.#files(files.map((file) => ["file", file]));
  }

  async send(batch: SentBatch, about: SentAbout): Promise<ImportAnswer> {
    const headers: Record<string, string> = {
      "content-type": "text/plain",
      "waybill-origin": encodeURIComponent(about.origin).slice(0, 200),
    };
    const key = keyOf(batch, about.file);
    const cursor = cursorOf(batch, about.file);
    if (key) headers["idempotency-key"] = key;
    if (cursor) headers["waybill-cursor"] = cursorHeader.print(cursor);
    if (batch.isText) headers["waybill-body"] = "lines";
    if (batch.head) headers["waybill-head"] = Buffer.from(batch.head.join("\n")).toString("base64");
    const query = about.format ? `?format=${encodeURIComponent(about.format)}` : "";
    return (await this.#ask(query, { method: "POST", headers, body: new Uint8Array(batch.body) })) as ImportAnswer;
  }

  async #files(query: [string, string][]): Promise<KnownFile[]> {
    const answer = (await this.#ask(`?${new URLSearchParams(query)}`, { method: "GET" })) as { files: KnownFile[] };
    return answer.files;
  }

  async #ask(query: string, init: RequestInit): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(`${this.url}/api/ingest/${encodeURIComponent(this.source)}${query}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${this.token}` },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (response.ok) return await response.json();
    } catch {
      throw new Problem("unavailable", `Nothing answers at ${this.url}.`);
    }
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    const said = Object.entries(problemStatus).find(([, status]) => status === response.status)?.[0] as ProblemCode | undefined;
    // What stands before the app has answers of its own while the app is away.
    const code = said ?? (response.status >= 500 ? "unavailable" : "invalid");
    throw new Problem(code, detail ?? `The app answered ${response.status}.`, {
      retryAfter: retryAfter(response.headers.get("retry-after")),
    });
  }

  async close(): Promise<void> {}
}
