import type { ImportAnswer } from "../../lib/ingest/import-log";
import { Problem } from "../../lib/model/problem";
import type { LogFile } from "./log-file";
import { Passed } from "./passed";
import { type Patience, patiently } from "./patience";
import type { Target } from "./target";
import type { Trails } from "./trails";

/** A file begun anew this often while one batch is read is written by two at once. */
const MOST_CHANGES = 8;

/** Sends files batch by batch; the cursor moves with each, in its transaction. */
export class Sender {
  constructor(
    private readonly target: Target,
    readonly trails: Trails,
    private readonly options: Patience & { format?: string; limit: number },
  ) {}

  /** The next batch of a file that is settled. @returns undefined where there is no more for now. @throws {Problem} */
  async next(file: LogFile, isLast: boolean): Promise<ImportAnswer | undefined> {
    for (let changes = 0; file.reading && file.trail && changes < MOST_CHANGES; changes++) {
      const { reading, trail } = file;
      const batch = await reading.next(this.options.limit, isLast);
      if (batch === undefined) return undefined;
      if (batch === "changed") {
        await file.settle(this.trails);
        continue;
      }
      const about = { file: trail.file, origin: file.path, format: this.options.format };
      try {
        const answer = await patiently(() => this.target.send(batch, about), this.options);
        const { offset, line } = reading.passed;
        Object.assign(trail, { offset, line, prefixHash: batch.nextPrefixHash });
        return answer;
      } catch (error) {
        // Nothing of it is in: it is read again, from where the source stands.
        if (error instanceof Problem && error.code === "conflict" && (await this.#correct(file))) continue;
        await reading.stand(trail);
        trail.passed = reading.passed;
        throw error;
      }
    }
    return undefined;
  }

  /** A batch of a command that was killed may have come in after this one asked where the file stood. */
  async #correct(file: LogFile): Promise<boolean> {
    const trail = file.trail!;
    const { offset, prefixHash } = trail;
    const [known] = await patiently(() => this.target.positions([trail.file]), this.options);
    if (known?.offset === offset && known.prefixHash === prefixHash) return false;
    if (known === undefined && offset === 0) return false;
    this.trails.correct(known ?? { file: trail.file, offset: 0, line: 0, prefixHash: new Passed().fingerprint });
    await file.settle(this.trails);
    return true;
  }
}
