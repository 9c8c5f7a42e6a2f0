/** A progress line on a terminal; nothing where standard error is a file. */
export class Progress {
  readonly #started = performance.now();
  #shown = 0;

  constructor(
    private readonly name: string,
    /** Bytes of the whole, where known. */
    private readonly size: number | undefined,
  ) {}

  show(bytes: number, lines: number): void {
    if (!process.stderr.isTTY) return;
    const now = performance.now();
    if (now - this.#shown < 80 && bytes !== this.size) return;
    this.#shown = now;
    const ratio = this.size ? Math.min(1, bytes / this.size) : undefined;
    const width = 24;
    const bar =
      ratio === undefined
        ? ""
        : `${"█".repeat(Math.round(ratio * width)).padEnd(width, "░")} ${String(Math.round(ratio * 100)).padStart(3)} % `;
    const rate = Math.round(lines / Math.max(0.001, (now - this.#started) / 1000));
    process.stderr.write(
      `\r\x1b[2K${this.name.split("/").at(-1)} ${bar}${lines.toLocaleString("en")} lines, ${rate.toLocaleString("en")}/s`,
    );
  }

  end(): void {
    if (process.stderr.isTTY && this.#shown > 0) process.stderr.write("\r\x1b[2K");
  }
}
