import { Chip } from "../ui/outcome";
import type { RuleRow } from "./rule-row";

const shapes = { conforming: "disc", reported: "triangle", violation: "diamond", unknown: "ring" } as const;

/** What a rule does to what it matches, in the colour of the verdict it gives. */
export function EffectChip({ effect, tone }: Pick<RuleRow, "effect" | "tone">) {
  return <Chip label={effect.replace(/^./, (c) => c.toUpperCase())} tone={tone} shape={shapes[tone]} />;
}
