const units: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

/** A duration as Go writes it ("1m2.5s", "83µs") in milliseconds; undefined for anything else. */
export function readGoDuration(text: string): number | undefined {
  if (text.length > 40 || !/^(?:[0-9]{1,15}(?:\.[0-9]{1,15})?(?:ns|us|µs|μs|ms|s|m|h)){1,6}$/.test(text)) return undefined;
  let ms = 0;
  for (const [, number, unit] of text.matchAll(/([0-9.]+)([a-zµμ]+)/g)) ms += Number(number) * units[unit!]!;
  // What a float adds below the nanosecond is noise.
  return Math.round(ms * 1e6) / 1e6;
}
