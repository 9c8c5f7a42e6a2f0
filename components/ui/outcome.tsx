import type { Outcome, Verdict } from "@/lib/model/verdict";
import { cn } from "./cn";

export type Tone = "conforming" | "reported" | "violation" | "blocked" | "unknown";

/** One word, one colour, one shape per outcome: the same in chips, charts, maps and on paper. */
export const outcomeLook: Record<Outcome, { label: string; tone: Tone; shape: Shape; means: string }> = {
  conforming: { label: "Conforming", tone: "conforming", shape: "disc", means: "It left, and a rule allows it." },
  reported: {
    label: "Reported",
    tone: "reported",
    shape: "triangle",
    means: "It left under a report rule: it would be denied when that rule ends.",
  },
  violation: { label: "Violation", tone: "violation", shape: "diamond", means: "It left although the policy denies it." },
  blocked: { label: "Blocked", tone: "blocked", shape: "bar", means: "The engine stopped what the policy does not allow." },
  "false-reject": { label: "False reject", tone: "blocked", shape: "cross", means: "The engine stopped what the policy allows." },
  unexplained: { label: "Unexplained", tone: "unknown", shape: "hatch", means: "It left, and the log lacks what the rules need." },
  "not-left": { label: "Not left", tone: "unknown", shape: "ring", means: "Nothing was seen to leave, or it is not judged." },
};

export const verdictLook: Record<Verdict, { label: string; tone: Tone; shape: Shape }> = {
  allowed: { label: "Allowed", tone: "conforming", shape: "disc" },
  reported: { label: "Reported", tone: "reported", shape: "triangle" },
  denied: { label: "Denied", tone: "violation", shape: "diamond" },
  unknown: { label: "Unknown", tone: "unknown", shape: "hatch" },
  unjudged: { label: "Not judged", tone: "unknown", shape: "ring" },
};

type Shape = "disc" | "triangle" | "diamond" | "bar" | "cross" | "hatch" | "ring";

const fills: Record<Tone, string> = {
  conforming: "text-conforming",
  reported: "text-reported",
  violation: "text-violation",
  blocked: "text-blocked",
  unknown: "text-unknown",
};

const washes: Record<Tone, string> = {
  conforming: "bg-conforming-wash text-conforming-ink",
  reported: "bg-reported-wash text-reported-ink",
  violation: "bg-violation-wash text-violation-ink",
  blocked: "bg-blocked-wash text-blocked-ink",
  unknown: "bg-unknown-wash text-unknown-ink",
};

export function OutcomeShape({ outcome, className }: { outcome: Outcome; className?: string }) {
  return <ShapeMark shape={outcomeLook[outcome].shape} className={cn(fills[outcomeLook[outcome].tone], className)} />;
}

/** `terse`: on the narrowest screens the shape stands for the label, which is still read out. */
export function OutcomeChip({
  outcome,
  label,
  terse,
  className,
}: {
  outcome: Outcome;
  label?: string | undefined;
  terse?: boolean;
  className?: string;
}) {
  const look = outcomeLook[outcome];
  return <Chip {...look} label={label ?? look.label} terse={terse} className={className} />;
}

export function VerdictChip({ verdict, className }: { verdict: Verdict; className?: string }) {
  return <Chip {...verdictLook[verdict]} className={className} />;
}

/** A chip in a verdict's tone with a word of its own ("pass", "overdue"). */
export function Chip({
  label,
  tone,
  shape,
  terse,
  className,
}: {
  label: string;
  tone: Tone;
  shape: Shape;
  terse?: boolean | undefined;
  className?: string | undefined;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 text-xs font-medium",
        washes[tone],
        className,
      )}
    >
      <ShapeMark shape={shape} className={fills[tone]} />
      {terse ? <span className="max-sm:sr-only">{label}</span> : label}
    </span>
  );
}

function ShapeMark({ shape, className }: { shape: Shape; className?: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className={cn("size-2.5 shrink-0", className)} fill="currentColor" stroke="none">
      {shape === "disc" && <circle cx="5" cy="5" r="4" />}
      {shape === "triangle" && <path d="M5 .8 9.6 9H.4Z" />}
      {shape === "diamond" && <path d="M5 0 10 5 5 10 0 5Z" />}
      {shape === "bar" && <path d="M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm-2.6 3.2v1.6h5.2V4.2Z" fillRule="evenodd" />}
      {shape === "cross" && <path d="m2 2 6 6M8 2 2 8" stroke="currentColor" strokeWidth="1.8" fill="none" />}
      {shape === "ring" && <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.4" />}
      {shape === "hatch" && <path d="M1 1h8v8H1ZM1 5l4-4M1 9l8-8M5 9l4-4" fill="none" stroke="currentColor" strokeWidth="1.1" />}
    </svg>
  );
}
