/** A key that says which day it is of: the text before the day, and how the day is written. */
export interface DayStem {
  stem: string;
  /** The key's own day. */
  day: string;
  print(day: Date): string;
}

/** `2026/11/20`, `2026-11-20`, `20261120`, `year=2026/month=11/day=20`: how clouds and shippers lay logs out by day. */
const pattern =
  /^((?:.*?\/)?(?:[a-z]{1,5}=)?)(20\d\d)(\/(?:[a-z]{1,5}=)?|-|)(0[1-9]|1[0-2])(\/(?:[a-z]{1,5}=)?|-|)(0[1-9]|[12]\d|3[01])(?!\d)/;

/** Keys of one stem sort by day, so that a listing can begin at one. @returns undefined for a key that names no day. */
export function dayStem(key: string): DayStem | undefined {
  const m = pattern.exec(key);
  if (!m) return undefined;
  const [, stem, year, first, month, second, day] = m as unknown as string[];
  return {
    stem: stem!,
    day: `${year}-${month}-${day}`,
    print: (d) => {
      const [y, mo, da] = d.toISOString().slice(0, 10).split("-");
      return `${stem}${y}${first}${mo}${second}${da}`;
    },
  };
}
