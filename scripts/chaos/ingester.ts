import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { freePort } from "../pg.mjs";
import { serverFlags } from "../server-flags.mjs";

/** The receiver as a process: started, killed, and started again at the same address. */
export class Ingester {
  /** Ends that nobody asked for. */
  deaths = 0;
  #child: ChildProcess | undefined;
  #isEnding = false;

  private constructor(
    private readonly root: string,
    private readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  static async start(root: string, env: Record<string, string>): Promise<Ingester> {
    const ingester = new Ingester(root, await freePort(), env);
    await ingester.restart();
    return ingester;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  async restart(): Promise<void> {
    this.#isEnding = false;
    const child = spawn(process.execPath, [...serverFlags, path.join(this.root, "dist", "chaos-receiver.mjs")], {
      cwd: this.root,
      env: { ...process.env, ...this.env, NODE_ENV: "production", WAYBILL_ROOT: this.root, PORT: String(this.port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    child.once("exit", () => {
      if (this.#isEnding || this.#child !== child) return;
      // What ends by itself would be started again by whoever runs it.
      this.deaths++;
      this.restart().catch(() => {});
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout!.once("data", () => resolve());
      child.once("exit", (code) => reject(new Error(`the receiver ended with ${code} before it listened`)));
    });
  }

  /** As the kernel does when memory is short: nothing of it is told. */
  async kill(): Promise<void> {
    this.#isEnding = true;
    const child = this.#child!;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
}
