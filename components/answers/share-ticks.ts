const steps = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25];

/** Round shares from below the lowest value up to one, at most six of them. A share's axis need not start at nothing. */
export function shareTicks(lowest: number): number[] {
  const step = steps.find((s) => (1 - lowest) / s <= 4) ?? 0.25;
  const count = Math.max(2, Math.min(Math.round(1 / step), Math.ceil((1 - lowest) / step - 1e-9)));
  return Array.from({ length: count + 1 }, (_, i) => Math.round((1 - (count - i) * step) * 10_000) / 10_000);
}
