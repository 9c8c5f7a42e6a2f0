import { cn } from "./cn";

const weights = {
  critical: "font-semibold text-ink",
  high: "font-semibold text-ink",
  medium: "font-medium text-ink",
  low: "text-soft",
};

/** Severity is a word and a weight, never a colour. */
export function SeverityWord({ severity, className }: { severity: keyof typeof weights; className?: string }) {
  return (
    <span className={cn("text-sm", weights[severity], severity === "critical" && "underline decoration-2 underline-offset-2", className)}>
      {severity[0]?.toUpperCase()}
      {severity.slice(1)}
    </span>
  );
}
