/** Amounts and times as they stand in a finding's summary: English, UTC, to be read aloud. */
export function bytesText(n: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = n;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export const countText = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;

/** 2026-11-17 02:00 UTC */
export const timeText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

export const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

export function spanText(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return countText(Math.max(Math.round(ms / 60_000), 1), "minute");
  return hours < 48 ? countText(Math.round(hours), "hour") : countText(Math.round(hours / 24), "day");
}

/** a, b and 3 others */
export function listText(texts: readonly string[], most = 3): string {
  const unique = [...new Set(texts)];
  const shown = unique.length > most + 1 ? unique.slice(0, most) : unique;
  const rest = unique.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} others`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
