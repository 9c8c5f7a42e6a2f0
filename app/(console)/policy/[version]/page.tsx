import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { ChangeList } from "@/components/policy/change-list";
import { DiffView } from "@/components/policy/diff-view";
import { FileView } from "@/components/policy/file-view";
import { RulesOfVersion } from "@/components/policy/rules-of-version";
import { VersionFacts } from "@/components/policy/version-facts";
import { Badge, SampleMark } from "@/components/ui/badge";
import { isProblem } from "@/lib/access/respond";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { readPolicyVersionPage } from "@/lib/report/policy-version-page";

interface Props {
  params: Promise<{ version: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Policy version ${(await params).version}` };
}

export default async function PolicyVersionPage({ params }: Props) {
  const actor = await getActor("policy:read");
  const text = (await params).version;
  const page = await readPolicyVersionPage(getDb(), actor, /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN).catch((error: unknown) => {
    if (isProblem(error) && error.code === "not-found") notFound();
    throw error;
  });
  const mark = (
    <>
      {!page.endedAt && <Badge>in force</Badge>}
      {page.sample && <SampleMark />}
    </>
  );
  return (
    <Page>
      <PageHeader back={{ href: "/policy", label: "Policy" }} title={`Version ${page.version}`} mark={mark} />
      <Sheet>
        <VersionFacts page={page} />
      </Sheet>
      {page.before && (
        <Section title={`What changed from version ${page.before.version}?`}>
          <Sheet>
            <ChangeList changes={page.before.changes} />
            <div className="border-t">
              <DiffView before={page.before.yaml} after={page.yaml} />
            </div>
          </Sheet>
        </Section>
      )}
      <Section title={`Rules (${page.policy.rules.length.toLocaleString("en")})`}>
        <Sheet>
          <RulesOfVersion rules={page.policy.rules} now={(page.endedAt ?? new Date()).getTime()} />
        </Sheet>
      </Section>
      <Section title="The file">
        <Sheet>
          <FileView yaml={page.yaml} />
        </Sheet>
      </Section>
    </Page>
  );
}
