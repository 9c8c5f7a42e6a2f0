import type { PolicyHead } from "@/lib/db/policy";
import type { Unlisted } from "@/lib/model/policy";
import { Num } from "../page/num";
import { Time } from "../ui/time";
import type { RuleRow } from "./rule-row";

/** Whether the list can be relied on: who has looked at it, and what of it is used. */
export function PolicySentence({ head, rules, unlisted }: { head: PolicyHead; rules: RuleRow[]; unlisted: Unlisted }) {
  const overdue = rules.filter((r) => r.isOverdue).length;
  const unused = rules.filter((r) => r.hits === 0).length;
  const count = (n: number, one: string, many: string): string => (n === 1 ? one : many);
  return (
    <>
      Version {head.version} of {head.publishedBy}, in force since <Time at={head.publishedAt} />, has{" "}
      <Num href="/policy">{rules.length.toLocaleString("en")}</Num> {count(rules.length, "rule", "rules")}.{" "}
      {overdue === 0 ? (
        "Every confirmation is current. "
      ) : (
        <>
          <Num href="/policy?show=overdue">{overdue.toLocaleString("en")}</Num> {count(overdue, "is", "are")} overdue for confirmation.{" "}
        </>
      )}
      {unused > 0 && (
        <>
          <Num href="/policy?show=unused">{unused.toLocaleString("en")}</Num> {count(unused, "has", "have")} had no hits in 30 days.{" "}
        </>
      )}
      What no rule speaks of is {unlisted === "deny" ? "denied" : "reported"}.
    </>
  );
}
