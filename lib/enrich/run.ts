import { hashId } from "../db/hash";
import { CidrTable, parseCidr } from "../model/address";
import { detached } from "../model/detached";

/** A run that somebody registered (`waybill run`, POST /api/runs). */
export interface RegisteredRun {
  id: string;
  jobId: string;
  job: string;
  externalId: string;
  /** Milliseconds since the epoch; no end while it runs. */
  startedAt: number;
  endedAt?: number;
  callers: readonly string[];
}

/** A job known by when and from where it runs. */
export interface RegisteredWindow {
  job: string;
  cidr: string;
  /** Minutes after midnight UTC. */
  startMinute: number;
  minutes: number;
  weekdays: readonly number[];
}

export interface FoundRun {
  runId: string;
  jobId: string;
  job: string;
  externalId: string;
  origin: "log" | "registered" | "window";
}

/** Logs are written when a request ends, and clocks differ a little. */
const MARGIN_MS = 5_000;
const DAY = 86_400_000;

export const jobId = (job: string, sample: boolean): string => hashId("job", job, sample);
export const runId = (job: string, externalId: string): string => hashId("run", job, externalId);

/** Which run a record belongs to. Two candidates are none: a guess would put one job's traffic on another's account. */
export class RunFinder {
  readonly #byCaller = new Map<string, RegisteredRun[]>();
  readonly #windows: CidrTable<RegisteredWindow[]>;
  readonly #byName = new Map<string, FoundRun>();
  readonly #sample: boolean;
  readonly #none: boolean;

  constructor(runs: readonly RegisteredRun[], windows: readonly RegisteredWindow[], sample: boolean) {
    this.#sample = sample;
    for (const run of runs)
      for (const caller of run.callers) {
        const list = this.#byCaller.get(caller);
        if (list) list.push(run);
        else this.#byCaller.set(caller, [run]);
      }
    const byCidr = new Map<string, RegisteredWindow[]>();
    for (const w of windows) byCidr.set(w.cidr, [...(byCidr.get(w.cidr) ?? []), w]);
    this.#windows = new CidrTable([...byCidr].flatMap(([cidr, value]) => ((c) => (c ? [{ cidr: c, value }] : []))(parseCidr(cidr))));
    this.#none = runs.length === 0 && windows.length === 0;
  }

  find(job: string | undefined, run: string | undefined, srcIp: string | undefined, time: number): FoundRun | undefined {
    if (job !== undefined) return this.#told(job, run ?? "");
    if (this.#none || srcIp === undefined) return undefined;
    const runs = this.#byCaller
      .get(srcIp)
      ?.filter((r) => r.startedAt - MARGIN_MS <= time && time <= (r.endedAt ?? Number.POSITIVE_INFINITY) + MARGIN_MS);
    if (runs && runs.length > 0) {
      const r = runs[0]!;
      return runs.length === 1 ? { runId: r.id, jobId: r.jobId, job: r.job, externalId: r.externalId, origin: "registered" } : undefined;
    }
    return this.#inWindow(srcIp, time);
  }

  /** A job and perhaps its run as the log names them: one object for each, since its ids are hashes. */
  #told(job: string, run: string): FoundRun {
    const text = `${job}\n${run}`;
    let found = this.#byName.get(text);
    if (!found) {
      const id = jobId(job, this.#sample);
      found = { jobId: id, job: detached(job), runId: run === "" ? "" : runId(id, run), externalId: detached(run), origin: "log" };
      if (this.#byName.size >= 50_000) this.#byName.clear();
      this.#byName.set(text, found);
    }
    return found;
  }

  #inWindow(srcIp: string, time: number): FoundRun | undefined {
    let found: FoundRun | undefined;
    // A window may pass midnight: the one that began yesterday counts as well.
    for (const w of this.#windows.find(srcIp) ?? [])
      for (const midnight of [Math.floor(time / DAY) * DAY, Math.floor(time / DAY) * DAY - DAY]) {
        const start = midnight + w.startMinute * 60_000;
        if (time < start || time >= start + w.minutes * 60_000 || !w.weekdays.includes(new Date(midnight).getUTCDay())) continue;
        if (found && found.job !== w.job) return undefined;
        const id = jobId(w.job, this.#sample);
        const externalId = new Date(start).toISOString().slice(0, 16);
        found = { jobId: id, job: w.job, runId: runId(id, externalId), externalId, origin: "window" };
      }
    return found;
  }
}
