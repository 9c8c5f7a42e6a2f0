const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** 1,234,567 as "1.2M"; below ten thousand it is written out. */
export const compactCount = (n: number): string => (Math.abs(n) < 10_000 ? plain.format(n) : compact.format(n));
export const fullCount = (n: number): string => plain.format(n);

const byteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Decimal units, as disks and networks count. */
export function compactBytes(n: number): string {
  let value = Math.abs(n);
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${n < 0 ? "−" : ""}${value.toFixed(digits)} ${byteUnits[unit]}`;
}
export const fullBytes = (n: number): string => `${whole.format(n)} bytes`;

/** 0.9921 as "99.2 %"; never rounds up to 100 or down to 0 what is not. */
export function percent(ratio: number): string {
  if (ratio > 0 && ratio < 0.001) return "< 0.1 %";
  if (ratio < 1 && ratio > 0.9995) return `${(Math.floor(ratio * 10_000) / 100).toFixed(2)} %`;
  const digits = ratio === 0 || ratio === 1 ? 0 : 1;
  return `${(ratio * 100).toFixed(digits)} %`;
}

/** 1234 as "1.23 s". */
export function duration(ms: number): string {
  if (ms < 1) return "< 1 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
