import { defaultPeriod, parsePeriod, previousPeriod } from "../query/period";
import type { Question } from "./view";

/** What Next gives a page as `searchParams`. */
export type PageParams = Readonly<Record<string, string | string[] | undefined>>;

export interface Asked {
  question: Question;
  /** As the address has it, for the period control. */
  range: { from: string; to: string };
  /** What the address said that could not be meant; the default period is asked instead. */
  problem?: string;
}

const hourMs = 3_600_000;

/**
 * The question that a home's address asks: `from`, `to`, `team`, `environment`, `service`, and the rest as `params`.
 * The start goes back to its hour, since roll-ups know no less.
 */
export function readQuestion(params: PageParams, now: number, fallback: { from: string; to: string } = defaultPeriod): Asked {
  const given = Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" && value ? [[name, value]] : [])),
  );
  const { from = fallback.from, to = fallback.to, team, environment, service, ...rest } = given;
  const asked = parsePeriod({ from, to }, now);
  const period = asked.problem === undefined ? asked : parsePeriod(fallback, now);
  if (period.problem !== undefined) throw new RangeError(period.problem);
  const whole = { from: Math.floor(period.from / hourMs) * hourMs, to: period.to };
  return {
    question: {
      period: whole,
      noted: { ...whole, to: period.to === now ? Math.max(now, Date.now()) : period.to },
      previous: previousPeriod(whole),
      team,
      environment,
      service,
      now,
      params: rest,
    },
    range: asked.problem === undefined ? { from, to } : fallback,
    ...(asked.problem === undefined ? {} : { problem: asked.problem }),
  };
}
