import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { pgConfig, startPg, stopPg } from "./pg.mjs";

const PATIENCE_MS = 60_000;

/** An embedded server of one's own, to be killed or compared with; its files go with it. */
export class OwnPostgres {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-pg-"));
  #url = "";

  static async start(): Promise<OwnPostgres> {
    const server = new OwnPostgres();
    server.#url = (await startPg({ ...server.#config, port: 0 })).url;
    return server;
  }

  get url(): string {
    return this.#url;
  }

  get #config(): ReturnType<typeof pgConfig> {
    return { ...pgConfig(), dataDir: path.join(this.#folder, "data") };
  }

  /** The process that every connection hangs on. */
  get pid(): number {
    return Number(fs.readFileSync(path.join(this.#folder, "data", "postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** After a kill: at the same address, once the last of its processes has let go of the memory they shared. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.#url).port);
    for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      try {
        const { url } = await startPg({ ...this.#config, port });
        if (url === this.#url) return;
        await stopPg({ ...this.#config, port });
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }

  /** Whether it answers; after the kill of one of its processes it does not for a while. */
  async answers(): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const client = new pg.Client({ connectionString: this.#url });
      client.on("error", () => {});
      try {
        await client.connect();
        await client.query("select 1");
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
      } finally {
        await client.end().catch(() => {});
      }
    }
  }

  async stop(): Promise<void> {
    await stopPg(this.#config);
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
