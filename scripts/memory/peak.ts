import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** The largest resident size of a process while it is watched, MiB. */
export class Peak {
  #most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.#timer = setInterval(() => this.#look(), 200);
    // Linux keeps the peak by itself, and forgets it when told to.
    if (fs.existsSync(`/proc/${pid}/clear_refs`)) fs.writeFileSync(`/proc/${pid}/clear_refs`, "5");
  }

  end(): number {
    this.#look();
    clearInterval(this.#timer);
    return this.#most;
  }

  #look(): void {
    try {
      const file = `/proc/${this.pid}/status`;
      const kib = fs.existsSync("/proc/self/status")
        ? /VmHWM:\s+(\d+)/.exec(fs.readFileSync(file, "utf8"))?.[1]
        : execFileSync("ps", ["-o", "rss=", "-p", String(this.pid)], { encoding: "utf8" }).trim();
      this.#most = Math.max(this.#most, Math.round(Number(kib ?? 0) / 1024));
    } catch {
      // It has ended; what was seen stays.
    }
  }
}
