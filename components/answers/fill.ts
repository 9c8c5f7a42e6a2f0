import type { Outcome } from "@/lib/model/verdict";

/** CSS colour of an outcome's area; what is unexplained is drawn by a hatch on no ground. */
const fills: Record<Outcome, string> = {
  conforming: "var(--conforming)",
  reported: "var(--reported)",
  violation: "var(--violation)",
  blocked: "var(--blocked)",
  "false-reject": "color-mix(in oklab, var(--blocked) 55%, var(--surface))",
  unexplained: "transparent",
  "not-left": "var(--line-strong)",
};

export const outcomeFill = (outcome: Outcome): string => fills[outcome];

/** Series without a verdict are shades of ink, told apart by their label and dash as well. */
export const inkFill = (index: number): string =>
  ["var(--soft)", "var(--line-strong)", "color-mix(in oklab, var(--ink) 85%, var(--surface))", "var(--faint)"][index % 4] ?? "var(--soft)";
