import type { PortRange, Rule } from "../model/policy";
import type { Lint, RuleUsage, Say } from "./lint";
import { isGlob, matchGlob } from "./pattern";
import { listOf } from "./words";

const DAY = 86_400_000;
// Six weeks: longer than a month's end, shorter than a quarter.
const UNUSED_DAYS = 42;

/** What is allowed and never used. Only rules that have been in force for the whole period are judged. */
export const lintUsage: Lint = (policy, { now, usage, unusedDays = UNUSED_DAYS }, say) => {
  if (now === undefined || !usage) return;
  for (const rule of policy.rules) {
    const used = usage.get(rule.id);
    if (!used || rule.effect === "deny" || now - used.since < unusedDays * DAY) continue;
    if (used.lastHit === undefined ? used.hits === 0 : now - used.lastHit > unusedDays * DAY)
      say(
        rule,
        "warning",
        "unused",
        [],
        `Nothing has matched it for ${unusedDays} days.`,
        "Remove it, or let it end with `mode: report` and `until`.",
      );
    else lintAttributes(rule, used, unusedDays, say);
  }
};

function lintAttributes(rule: Rule, { seen }: RuleUsage, days: number, say: Say): void {
  for (const key of ["service", "environment"] as const) {
    const names = rule.from[key];
    const met = seen?.[key];
    if (!names || !met) continue;
    const idle = names.filter((n) => !met.some((m) => (isGlob(n) ? matchGlob(n, m) : n === m)));
    if (idle.length > 0 && idle.length < names.length)
      say(
        rule,
        "note",
        "unused-attribute",
        [`from.${key}`],
        `No hit of the last ${days} days had the ${key} ${listOf(idle)}.`,
        "Take it out.",
      );
  }
  const idle = seen?.port && rule.to.port?.filter((r) => !seen.port!.some((p) => p >= r.first && p <= r.last));
  if (idle && idle.length > 0 && idle.length < rule.to.port!.length)
    say(
      rule,
      "note",
      "unused-attribute",
      ["to.port"],
      `No hit of the last ${days} days had the port ${listOf(idle.map(text))}.`,
      "Take it out.",
    );
}

const text = (r: PortRange): string => (r.first === r.last ? String(r.first) : `${r.first}-${r.last}`);
