import Link from "next/link";
import type { Figure as Answer } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { format } from "./format";

/** One number, large; what it is compared to under it. */
export function Figure({ answer, className }: { answer: Answer; className?: string }) {
  const shown = answer.value === null ? "–" : format(answer.unit, answer.value);
  const full = format(answer.unit, answer.value, true);
  return (
    <div className={cn("figures", className)}>
      <p className="text-3xl font-semibold tracking-tight" title={full}>
        {answer.link && answer.value !== null ? (
          <Link href={answer.link} className="hover:text-accent">
            {shown}
          </Link>
        ) : (
          shown
        )}
      </p>
      {answer.previous != null && answer.value !== null && (
        <p className="mt-1 text-sm text-soft">
          <Change unit={answer.unit} value={answer.value} previous={answer.previous} />
        </p>
      )}
      {answer.note && <p className="mt-1 text-sm text-pretty text-soft">{answer.note}</p>}
    </div>
  );
}

/** Against the period before; an arrow and words, no colour: more is not always worse. */
export function Change({ unit, value, previous }: { unit: Answer["unit"]; value: number; previous: number }) {
  const arrow = value > previous ? "↑" : value < previous ? "↓" : "=";
  if (unit === "ratio") {
    const points = Math.abs(value - previous) * 100;
    if (points < 0.005) return <>unchanged from the period before</>;
    return (
      <>
        {arrow} {points.toFixed(points < 1 ? 2 : 1)} points from {format(unit, previous)}
      </>
    );
  }
  if (previous === 0) return <>{value === 0 ? "none in the period before either" : "none in the period before"}</>;
  const share = (value - previous) / previous;
  const words = Math.abs(share) >= 10 ? `${Math.round(value / previous)} ×` : `${Math.abs(share * 100).toFixed(0)} %`;
  return (
    <>
      {arrow} {words} {Math.abs(share) >= 10 ? "" : "from"} {format(unit, previous)} in the period before
    </>
  );
}
