import type { Metadata } from "next";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { PolicyEditor } from "@/components/policy/policy-editor";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { readPolicyEditPage } from "@/lib/report/policy-edit-page";
import { publishPolicyAction } from "../actions";

export const metadata: Metadata = { title: "Edit the policy" };

export default async function EditPolicyPage() {
  const actor = await getActor("policy:publish");
  const page = await readPolicyEditPage(getDb(), actor, new Date());
  return (
    <Page>
      <PageHeader
        back={{ href: "/policy", label: "Policy" }}
        title={page.base === 0 ? "Write the first policy" : "Edit the policy"}
        sentence={
          page.base === 0
            ? "One file names every destination that your systems may call, who answers for it and why."
            : `You start from version ${page.base}, which is in force. Remarks and changes follow as you type.`
        }
      />
      <PolicyEditor {...page} publish={publishPolicyAction} />
    </Page>
  );
}
