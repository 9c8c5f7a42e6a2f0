import { Usage } from "./command";

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment as people write it: RFC 3339, or back from now (90m, 24h, 7d). Milliseconds since the epoch. */
export function instant(text: string, now: number): number {
  const back = /^(\d{1,5})([mhd])$/.exec(text);
  if (back) return now - Number(back[1]) * unitMs[back[2] as keyof typeof unitMs];
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Usage(`${text} is no time; write 2026-01-31T00:00:00Z, 24h or 7d`);
  return at;
}
