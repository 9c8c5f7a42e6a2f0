import { Absent } from "../ui/figures";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import type { RuleRow } from "./rule-row";

/** By whom and when; what was confirmed before the rule became what it is does not count. */
export function Confirmed({ rule }: { rule: RuleRow }) {
  if (rule.confirmedAt === undefined) return <span className="text-faint">{rule.isOutdated ? "Not since it changed" : "Never"}</span>;
  return (
    <span title={rule.confirmedNote}>
      <Time at={rule.confirmedAt} />
      <span className="block text-xs text-faint">{visible(rule.confirmedBy ?? "")}</span>
    </span>
  );
}

export function Due({ rule }: { rule: RuleRow }) {
  if (rule.due === undefined) return <Absent why="The rule has no review" />;
  return (
    <span className={rule.isOverdue ? "font-semibold" : "text-soft"}>
      <Time at={rule.due} />
      {rule.isOverdue && <span className="block text-xs">Overdue</span>}
    </span>
  );
}
