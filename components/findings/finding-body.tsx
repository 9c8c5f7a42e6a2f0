import Link from "next/link";
import type { AnyRule } from "@/lib/audit/rule";
import type { FindingPage } from "@/lib/report/finding-page";
import { Facts, Section, Sheet } from "../page/page";
import { Button } from "../ui/button";
import { Absent } from "../ui/figures";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { BaselineTable } from "./baseline-table";
import { isByBytes } from "./detail-names";
import { FindingDetailsList } from "./details";

/** What it is about, the evidence, what the rule went by, and what the rule is. */
export function FindingBody({
  page: { finding, href, notSeenSince, baselines },
  rule,
}: {
  page: FindingPage;
  rule: Pick<AnyRule, "id" | "title" | "description" | "falsePositives" | "controls"> | undefined;
}) {
  return (
    <div className="min-w-0">
      <Section title="What it is about">
        <Facts
          facts={[
            [
              "Subject",
              <span key="s" className="code break-all">
                {visible(finding.subject)}
              </span>,
            ],
            ["Team", finding.team ?? <Absent key="t" why="No team owns it" />],
            [
              "Assignee",
              finding.assignee ?? (
                <span key="a" className="text-faint">
                  nobody yet
                </span>
              ),
            ],
            ["First seen", <Time key="f" at={finding.firstSeen} exact />],
            ["Last seen", <Time key="l" at={finding.lastSeen} exact />],
            ["Found by", finding.count === 1 ? "one audit" : `${finding.count.toLocaleString("en")} audits`],
            ...(notSeenSince
              ? [
                  [
                    "Not seen",
                    <span key="n">
                      in the last audit, whose period began <Time at={notSeenSince} exact />
                    </span>,
                  ] as const,
                ]
              : []),
            ...(finding.statusBy
              ? [
                  [
                    "Decided by",
                    <span key="d">
                      {finding.statusBy}
                      {finding.statusAt && (
                        <>
                          , <Time at={finding.statusAt} />
                        </>
                      )}
                      {finding.statusReason && `: ${visible(finding.statusReason)}`}
                    </span>,
                  ] as const,
                ]
              : []),
          ]}
        />
      </Section>
      <Section
        title="Evidence"
        note="The exact filter, over the time of the evidence."
        actions={
          <Button asChild look="primary">
            <Link href={href}>Show the connections</Link>
          </Button>
        }
      >
        <p className="code overflow-x-auto rounded-md border bg-sunken px-3 py-2 text-sm break-all">{visible(finding.evidence)}</p>
      </Section>
      <Section title="What the rule went by">
        <FindingDetailsList rule={finding.rule} details={finding.details} />
      </Section>
      {baselines.length > 0 && (
        <Section title="What is usual" note="Learned from past windows only, never from the one that is judged.">
          <Sheet>
            <BaselineTable rows={baselines} subject={finding.subject} {...comparedBy(finding.rule)} />
          </Sheet>
        </Section>
      )}
      {rule && (
        <Section title="The rule">
          <p className="max-w-prose text-sm text-soft">{rule.description}</p>
          <Facts
            className="mt-3"
            facts={[
              [
                "Rule",
                <span key="r" className="code">
                  {rule.id}
                </span>,
              ],
              ["Evidence relevant to", rule.controls.join(", ")],
              ["Known to be wrong for", rule.falsePositives.join(" ")],
            ]}
          />
        </Section>
      )}
    </div>
  );
}

const comparedBy = (rule: string): { unit: "bytes" | "count"; by: "median" | "mean" } => ({
  unit: isByBytes(rule) ? "bytes" : "count",
  by: rule === "default-deny-hits" ? "mean" : "median",
});
