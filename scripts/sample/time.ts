const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The UTC midnight that begins the day of a time. */
export const dayOf = (time: number): number => Math.floor(time / day) * day;

/** 2026-11-20 */
export const dateOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** What the estate's history hangs on: the UTC day it was first made for, and the seed. */
export interface Anchor {
  /** UTC midnight of the day the estate was made; stories are counted back from it. */
  day: number;
  days: number;
  seed: string;
}

export const defaultDays = 35;
export const defaultSeed = "waybill";

export const anchorOf = (now: Date, days = defaultDays, seed = defaultSeed): Anchor => ({ day: dayOf(now.getTime()), days, seed });
