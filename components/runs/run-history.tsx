import { fullCount } from "../ui/number";

export interface PastRun {
  id: string;
  connections: number;
  failed: boolean;
}

const width = 4;
const height = 20;

/** A bar a run, oldest first, as tall as its connections; a failed run has a foot under it, so that no colour is needed. */
export function RunHistory({ runs }: { runs: readonly PastRun[] }) {
  const most = Math.max(...runs.map((r) => r.connections), 1);
  const failed = runs.filter((r) => r.failed).length;
  const counts = runs.map((r) => r.connections);
  const label = `Last ${runs.length} runs, ${fullCount(Math.min(...counts))} to ${fullCount(Math.max(...counts))} connections${failed ? `, ${failed} failed` : ""}`;
  return (
    <svg
      role="img"
      aria-label={label}
      width={runs.length * (width + 1)}
      height={height + 4}
      viewBox={`0 0 ${runs.length * (width + 1)} ${height + 4}`}
      className="block max-w-full"
    >
      <title>{label}</title>
      {runs.map((run, i) => {
        const tall = Math.max((run.connections / most) * height, 1);
        return (
          <g key={run.id}>
            <rect
              x={i * (width + 1)}
              y={height - tall}
              width={width}
              height={tall}
              className={run.failed ? "fill-ink" : "fill-line-strong"}
            />
            {run.failed && <rect x={i * (width + 1)} y={height + 2} width={width} height={2} className="fill-ink" />}
          </g>
        );
      })}
    </svg>
  );
}
