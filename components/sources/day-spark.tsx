import { useId } from "react";

const WIDTH = 96;
const HEIGHT = 20;

/** Connections of the last day, an hour a bar. Hatched where there usually is something and nothing is known; `missed` says which. */
export function DaySpark({ hours, missed }: { hours: readonly (number | null)[]; missed: ReadonlySet<number> }) {
  const hatch = useId();
  const most = Math.max(1, ...hours.map((n) => n ?? 0));
  const step = WIDTH / hours.length;
  const sum = hours.reduce<number>((total, n) => total + (n ?? 0), 0);
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" className="align-middle">
      <title>{`${sum.toLocaleString("en")} connections in the last day${missed.size > 0 ? `; nothing known of ${missed.size} hours` : ""}`}</title>
      <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.2" height="3" fill="var(--unknown)" />
      </pattern>
      {hours.map((n, i) =>
        missed.has(i) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: hours stand at fixed places.
          <rect key={i} x={i * step} y={0} width={step} height={HEIGHT} fill={`url(#${hatch})`} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: hours stand at fixed places.
          <rect key={i} x={i * step} y={HEIGHT - bar(n ?? 0, most)} width={step - 1} height={bar(n ?? 0, most)} fill="var(--soft)" />
        ),
      )}
    </svg>
  );
}

const bar = (n: number, most: number): number => Math.max(n > 0 ? 2 : 1, (n / most) * HEIGHT);
