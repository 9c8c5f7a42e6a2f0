/** Half-open, whole hours, milliseconds since the epoch. */
export interface Gap {
  from: number;
  to: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The same hour of so many days before says whether one is usual, once there are enough of them. */
const DAYS = 7;
const ENOUGH_DAYS = 5;
/** Before that the hours just before say it. */
const ENOUGH_HOURS = 12;
const USUAL_HOURS = 0.9;

/** How far before a period hours must be known for its gaps to be found. */
export const GAP_HISTORY_MS = DAYS * DAY;

/**
 * Hours that a source always tells of, day by day, and told nothing of. An hour that was missed counts as usual for the next
 * day's, so that a long outage stays one, with the hours between; a source that rests at night is not said to be missing then.
 *
 * @param told starts of the hours that something is known of, quiet ones as well.
 * @param first the source's first hour of all.
 * @param period judged; hours are over by its end.
 */
export function findGaps(told: ReadonlySet<number>, first: number, period: Gap): Gap[] {
  const missed = new Set<number>();
  const isExpected = (at: number): boolean => told.has(at) || missed.has(at);
  const share = (hour: number, step: number, most: number): { known: number; had: number } => {
    let [known, had] = [0, 0];
    for (let at = hour - step; known < most && at >= first; at -= step) {
      known++;
      if (isExpected(at)) had++;
    }
    return { known, had };
  };
  const gaps: Gap[] = [];
  /** Whether nothing was told since the last gap: what lies between is not known either. */
  let isSilent = false;
  const start = Math.max(first, Math.floor((period.from - GAP_HISTORY_MS) / HOUR) * HOUR);
  for (let hour = start; hour + HOUR <= period.to; hour += HOUR) {
    if (told.has(hour)) {
      isSilent = false;
      continue;
    }
    const days = share(hour, DAY, DAYS);
    const hours = days.known < ENOUGH_DAYS ? share(hour, HOUR, 24) : undefined;
    const usual = hours ? hours.known >= ENOUGH_HOURS && hours.had / hours.known >= USUAL_HOURS : days.had === days.known;
    if (!usual) continue;
    missed.add(hour);
    const last = gaps.at(-1);
    if (last && isSilent) last.to = hour + HOUR;
    else gaps.push({ from: hour, to: hour + HOUR });
    isSilent = true;
  }
  return gaps.filter((g) => g.to > period.from).map((g) => ({ from: Math.max(g.from, period.from), to: g.to }));
}
