/** A seeded generator: the same parts give the same numbers on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Integer in [0, n). */
  int(n: number): number;
  between(low: number, high: number): number;
  chance(p: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Index drawn by weight. */
  weighted(weights: readonly number[]): number;
  /** Log-normal around a median: the heavy tail of sizes and durations. */
  around(median: number, sigma: number): number;
  poisson(mean: number): number;
  hex(digits: number): string;
}

/** FNV-1a over text, 32 bits. */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

export function randomOf(...parts: readonly (string | number)[]): Random {
  const key = parts.join("\u001f");
  // sfc32
  let a = hash32(key);
  let b = hash32(key, 0x9e3779b9);
  let c = hash32(key, 0x243f6a88);
  let d = 1;
  const word = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  const next = () => word() / 4294967296;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    int: (n) => Math.floor(next() * n),
    between: (low, high) => low + next() * (high - low),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    weighted(weights) {
      let total = 0;
      for (const w of weights) total += w;
      let at = next() * total;
      for (let i = 0; i < weights.length; i++) {
        at -= weights[i] as number;
        if (at < 0) return i;
      }
      return weights.length - 1;
    },
    around: (median, sigma) => median * Math.exp(sigma * normal()),
    poisson(mean) {
      // Large means by the normal approximation: the sums are what matters here.
      if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let n = 0;
      for (let p = next(); p > limit; p *= next()) n++;
      return n;
    },
    hex(digits) {
      let out = "";
      while (out.length < digits) out += word().toString(16).padStart(8, "0");
      return out.slice(0, digits);
    },
  };
}

/** Zipf weights of n ranks. */
export const zipf = (n: number, exponent = 1.1): number[] => Array.from({ length: n }, (_, i) => 1 / (i + 1) ** exponent);
