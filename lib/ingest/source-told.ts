import type { HourTold } from "../db/source-hour";
import type { Connection } from "../model/connection";
import { LAG_BUCKETS, lagBucket } from "../model/lag-histogram";
import type { Window } from "./format";
import { EARLIEST, LEAD_MS } from "./sound";

const HOUR = 3_600_000;
/** Of one batch; what lies beyond is told by its records alone. */
const MOST_HOURS = 20_000;

/** What a batch tells of its source: hours with traffic, without, and with a loss; how long its records took; how it samples. */
export class SourceTold {
  readonly #hours = new Map<number, HourTold>();
  readonly #lag = new Array<number>(LAG_BUCKETS).fill(0);
  #sampling = 0;
  #last: HourTold | undefined;

  constructor(private readonly receivedAt: number) {}

  record(time: number, c: Connection): void {
    this.#lag[lagBucket(this.receivedAt - time)]!++;
    if (c.sampling !== undefined && c.sampling > this.#sampling && c.sampling < 2 ** 31) this.#sampling = c.sampling;
    const hour = this.#hour(time);
    if (hour && c.twin !== true) hour.connections += c.count ?? 1;
  }

  /** Something passed at this time that is not kept: the hour is told of all the same. */
  see(time: number): void {
    this.#hour(time);
  }

  window(what: Window, at: number): void {
    if (!(at >= EARLIEST && at <= this.receivedAt + LEAD_MS)) return;
    const hour = this.#hour(at);
    if (hour) hour[what]++;
  }

  /** In order. */
  get hours(): HourTold[] {
    return [...this.#hours.values()].sort((a, b) => a.hour - b.hour);
  }

  /** Counts, without the empty ones at the end. */
  get lag(): number[] {
    return this.#lag.slice(0, this.#lag.findLastIndex((n) => n > 0) + 1);
  }

  get sampling(): number | undefined {
    return this.#sampling > 1 ? Math.round(this.#sampling) : undefined;
  }

  #hour(time: number): HourTold | undefined {
    const hour = time - (time % HOUR);
    if (this.#last?.hour === hour) return this.#last;
    let told = this.#hours.get(hour);
    if (!told) {
      if (this.#hours.size >= MOST_HOURS) return undefined;
      told = { hour, connections: 0, quiet: 0, lost: 0 };
      this.#hours.set(hour, told);
    }
    this.#last = told;
    return told;
  }
}
