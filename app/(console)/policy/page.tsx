import type { Metadata } from "next";
import Link from "next/link";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Ask } from "@/components/policy/ask";
import { NoPolicy } from "@/components/policy/no-policy";
import { ruleRow } from "@/components/policy/rule-row";
import { RuleTable } from "@/components/policy/rule-table";
import { PolicySentence } from "@/components/policy/sentence";
import { VersionList } from "@/components/policy/version-list";
import { Button } from "@/components/ui/button";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listWorkloadNames } from "@/lib/db/mapping";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { readPolicyPage } from "@/lib/report/policy-page";
import { askPolicy, confirmRuleAction } from "./actions";

export const metadata: Metadata = { title: "Policy" };

export default async function PolicyPage({ searchParams }: PageProps<"/policy">) {
  const actor = await getActor("policy:read");
  const now = env.now ?? new Date();
  const [force, names] = await Promise.all([readPolicyPage(getDb(), actor, now), listWorkloadNames(getDb())]);
  const edit = may(actor, "policy:publish") && (
    <Button asChild look="primary">
      <Link href="/policy/edit">{force ? "Edit the policy" : "Write the first policy"}</Link>
    </Button>
  );
  if (!force) return <NoPolicy write={edit} />;
  const rules = force.rules.map((r) => ruleRow(r, now.getTime()));
  return (
    <Page>
      <PageHeader title="Policy" sentence={<PolicySentence head={force.head} rules={rules} unlisted={force.unlisted} />} actions={edit} />
      <Section title="Would this be allowed?" note="Asked of the policy in force, as of now. Nothing is sent anywhere.">
        <Sheet>
          <Ask names={names} ask={askPolicy} given={await searchParams} />
        </Sheet>
      </Section>
      <Section title="Which rules are in force, and who stands behind them?" note={force.note}>
        <Sheet>
          <RuleTable rules={rules} version={force.head.version} confirm={may(actor, "rule:confirm") ? confirmRuleAction : undefined} />
        </Sheet>
      </Section>
      <Section
        title="Versions"
        note="Each record keeps the verdict of the version in force at its time. The first holds from the beginning."
      >
        <Sheet>
          <VersionList versions={force.versions} />
        </Sheet>
      </Section>
    </Page>
  );
}
