import { cn } from "./cn";
import { compactBytes, compactCount, duration, fullBytes, fullCount, percent } from "./number";

interface FigureProps {
  value: number | null | undefined;
  className?: string;
}

/** A count, compact, with the full value as its title and for screen readers. */
export function Count({ value, className }: FigureProps) {
  if (value == null) return <Absent />;
  return <Exact shown={compactCount(value)} full={fullCount(value)} className={className} />;
}

export function Bytes({ value, className }: FigureProps) {
  if (value == null) return <Absent />;
  return <Exact shown={compactBytes(value)} full={fullBytes(value)} className={className} />;
}

/** A ratio from 0 to 1. */
export function Percent({ value, className }: FigureProps) {
  if (value == null) return <Absent />;
  return <Exact shown={percent(value)} full={`${(value * 100).toFixed(4)} %`} className={className} />;
}

export function Duration({ value, className }: FigureProps) {
  if (value == null) return <Absent />;
  return <Exact shown={duration(value)} full={`${fullCount(value)} ms`} className={className} />;
}

/** What a log did not say. */
export function Absent({ why = "The log does not say" }: { why?: string }) {
  return (
    <span title={why} className="text-faint">
      –<span className="sr-only">{why}</span>
    </span>
  );
}

function Exact({ shown, full, className }: { shown: string; full: string; className?: string | undefined }) {
  if (shown === full) return <span className={cn("figures", className)}>{shown}</span>;
  return (
    <data value={full} title={full} className={cn("figures whitespace-nowrap", className)}>
      {shown}
    </data>
  );
}
