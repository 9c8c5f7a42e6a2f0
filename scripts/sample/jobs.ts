import { type Call, makeCall } from "./call";
import { type Destination, destinations as to } from "./destinations";
import { type Random, randomOf } from "./random";
import { type Anchor, dateOf, day, minute } from "./time";
import { type Workload, workloadOf } from "./workloads";

/** One run of a job: what is registered of it, and what it called. */
export interface JobRun {
  job: string;
  run: string;
  workload: Workload;
  client: string;
  start: number;
  end: number;
  exitCode: number;
  /** log: the run's id is in the log line. registered: known by its caller and times. window: by the clock alone. */
  known: "log" | "registered" | "window";
  /** Its start, end and exit code were registered. */
  registered: boolean;
  calls: Call[];
}

interface Step {
  to: Destination;
  times: number;
  endpoint?: number;
}

interface Job {
  job: string;
  service: string;
  environment?: "staging";
  /** Last octet of its caller. */
  caller: number;
  known: JobRun["known"];
  /** Names itself in the log and is registered as well. */
  also?: "registered";
  /** Minutes after midnight at which runs begin, for a weekday (0 is Sunday). */
  starts: (weekday: number, random: Random) => number[];
  minutes: number;
  steps: (at: number, anchor: Anchor) => Step[];
  exit?: (random: Random) => number;
}

const hourly = (minuteOfHour: number) => () => Array.from({ length: 24 }, (_, h) => h * 60 + minuteOfHour);
const nightly = (minuteOfDay: number) => () => [minuteOfDay];
/** From this day on, ledger-export no longer reaches its archive. */
export const archiveStopped = (anchor: Anchor): number => anchor.day - 2 * day;

export const jobs: readonly Job[] = [
  {
    job: "ledger-export",
    service: "data-export",
    caller: 40,
    known: "log",
    also: "registered",
    starts: nightly(70),
    minutes: 24,
    steps: (at, anchor) => [
      { to: to.ledger, times: 46, endpoint: 0 },
      { to: to.ledger, times: 28, endpoint: 1 },
      { to: to.objects, times: 12, endpoint: 0 },
      ...(at < archiveStopped(anchor) ? [{ to: to.archive, times: 18 }] : []),
      { to: to.filings, times: 4 },
    ],
  },
  {
    job: "customer-feed",
    service: "data-export",
    caller: 41,
    known: "log",
    starts: hourly(25),
    minutes: 6,
    steps: () => [
      { to: to.crm, times: 7 },
      { to: to.objects, times: 2, endpoint: 0 },
    ],
  },
  {
    job: "train-ranking",
    service: "ml-training",
    caller: 40,
    known: "log",
    also: "registered",
    starts: nightly(150),
    minutes: 170,
    steps: () => [
      { to: to.wheels, times: 24 },
      { to: to.models, times: 32 },
      { to: to.objects, times: 110, endpoint: 1 },
      { to: to.objects, times: 6, endpoint: 0 },
    ],
    exit: (random) => (random.chance(0.06) ? 137 : 0),
  },
  ...(["ios-release", "android-release"] as const).map(
    (job, i): Job => ({
      job,
      service: "mobile-build",
      caller: 40 + i,
      known: "log",
      also: "registered",
      starts: (weekday, random) =>
        weekday === 0 || weekday === 6 ? [] : Array.from({ length: 5 + random.int(4) }, (_, n) => 480 + n * 75 + random.int(50)),
      minutes: 32,
      steps: () => [
        { to: to.git, times: 3 },
        { to: to.registry, times: 9 },
        ...(job === "ios-release"
          ? [
              { to: to.notary, times: 1, endpoint: 0 },
              { to: to.notary, times: 6, endpoint: 1 },
              { to: to.stamp, times: 2 },
              { to: to.store, times: 4 },
            ]
          : [{ to: to.jars, times: 14 }]),
        { to: to.ocsp, times: 2 },
      ],
      exit: (random) => (random.chance(0.09) ? 65 : 0),
    }),
  ),
  {
    job: "invoice-run",
    service: "billing",
    caller: 40,
    known: "registered",
    starts: nightly(190),
    minutes: 18,
    steps: () => [
      { to: to.payments, times: 60, endpoint: 0 },
      { to: to.ledger, times: 24, endpoint: 2 },
      { to: to.fx, times: 2 },
    ],
  },
  {
    job: "hourly-rollup",
    service: "reporting",
    caller: 40,
    known: "registered",
    starts: hourly(12),
    minutes: 4,
    steps: () => [
      { to: to.warehouse, times: 5 },
      { to: to.board, times: 1 },
    ],
  },
  {
    job: "supplier-sync",
    service: "catalogue",
    caller: 60,
    known: "window",
    starts: nightly(240),
    minutes: 30,
    steps: () => [
      { to: to.suppliers, times: 28 },
      { to: to.prices, times: 14 },
      { to: to.search, times: 30, endpoint: 1 },
    ],
  },
  {
    job: "digest-mailer",
    service: "mail",
    caller: 60,
    known: "window",
    starts: nightly(365),
    minutes: 40,
    steps: () => [{ to: to.relay, times: 40 }, ...to.mx.map((mx, i) => ({ to: mx, times: Math.max(1, Math.round(18 / (i + 1))) }))],
  },
];

export const callerOf = (job: Job): string => workloadOf(job.service).cidr.replace(".0/24", `.${job.caller}`);

/** The runs that begin on one UTC day. */
export function runsOf(anchor: Anchor, dayStart: number): JobRun[] {
  const runs: JobRun[] = [];
  for (const job of jobs) {
    const workload = workloadOf(job.service);
    const client = callerOf(job);
    const random = randomOf(anchor.seed, "job", job.job, dateOf(dayStart));
    for (const startMinute of job.starts(new Date(dayStart).getUTCDay(), random)) {
      const start = dayStart + startMinute * minute + random.int(40_000);
      const length = job.minutes * minute * random.between(0.75, 1.15);
      const exitCode = job.exit?.(random) ?? 0;
      const stamp = new Date(start).toISOString();
      const run = `${job.job}-${stamp.slice(0, 10).replaceAll("-", "")}-${stamp.slice(11, 16).replace(":", "")}`;
      const calls: Call[] = [];
      for (const [index, step] of job.steps(start, anchor).entries()) {
        const share = job.steps(start, anchor).length;
        for (let n = 0; n < step.times; n++) {
          // A run that fails stops half way.
          if (exitCode !== 0 && (index + n / step.times) / share > 0.6) break;
          const at = Math.floor(start + ((index + (n + random.next()) / step.times) / share) * length);
          const endpoint = step.endpoint === undefined ? step.to : { ...step.to, endpoints: [step.to.endpoints[step.endpoint]!] };
          const call = makeCall(random, workload, client, endpoint, at, { to: step.to });
          calls.push(job.known === "log" ? { ...call, job: job.job, run } : call);
        }
      }
      const end = Math.floor(Math.max(start + length * (exitCode === 0 ? 1 : 0.65), ...calls.map((c) => c.at + c.durationMs))) + 500;
      runs.push({
        job: job.job,
        run,
        workload,
        client,
        start,
        end,
        exitCode,
        known: job.known,
        registered: job.known === "registered" || job.also === "registered",
        calls,
      });
    }
  }
  return runs;
}
