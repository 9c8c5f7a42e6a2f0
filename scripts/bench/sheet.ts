import os from "node:os";

/** What a figure is held to, and whether it keeps to it. */
export interface Limit {
  text: string;
  isMet: boolean;
}

export const atLeast = (measured: number, limit: number, unit = ""): Limit => ({
  text: `≥ ${limit.toLocaleString("en")}${unit}`,
  isMet: measured >= limit,
});
export const atMost = (measured: number, limit: number, unit = ""): Limit => ({
  text: `≤ ${limit.toLocaleString("en")}${unit}`,
  isMet: measured <= limit,
});

export const number = (n: number): string => Math.round(n).toLocaleString("en");
/** Never rounded up to a limit that is not reached. */
export const ratio = (n: number): string => (Math.floor(n * 100) / 100).toFixed(2);
export const ms = (...times: readonly number[]): string => `${times.map((t) => t.toFixed(0)).join(" / ")} ms`;

/** Figures beside their limits, as they are measured. */
export class Sheet {
  #missed = 0;

  constructor(private readonly print: (line: string) => void = console.log) {}

  /** The machine, and what the columns are. */
  head(records: number): void {
    const [load] = os.loadavg();
    const machine = `${os.cpus().length} × ${os.cpus()[0]?.model ?? "processor"}, Node ${process.versions.node}`;
    this.print(`${machine}, ${number(records)} records, load ${load!.toFixed(1)}\n`);
    this.#line("figure", "measured", "limit");
  }

  line(name: string, figure: string, limit?: Limit): void {
    if (limit && !limit.isMet) this.#missed++;
    this.#line(name, figure, limit ? `${limit.text}${limit.isMet ? "" : "  not reached"}` : "");
  }

  /** @returns whether every figure kept to its limit. */
  end(): boolean {
    this.print(this.#missed === 0 ? "\nwithin the limits" : `\n${this.#missed} beyond their limits`);
    return this.#missed === 0;
  }

  #line(name: string, figure: string, limit: string): void {
    this.print(`${name.slice(0, 61).padEnd(62)}${figure.padStart(16)}  ${limit}`.trimEnd());
  }
}
