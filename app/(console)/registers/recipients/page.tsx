import type { Metadata } from "next";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { MissingList } from "@/components/registers/missing-list";
import { draftOf, emptyRecipient } from "@/components/registers/recipient-draft";
import { RecipientForm } from "@/components/registers/recipient-form";
import { RecipientRegister } from "@/components/registers/recipient-register";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { Button } from "@/components/ui/button";
import { Host } from "@/components/ui/host";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import type { PageParams } from "@/lib/report/question";
import { getRecipientsPage } from "@/lib/report/registers-page";
import { removeRecipientAction, saveRecipientAction } from "../actions";

export const metadata: Metadata = { title: "Recipients" };

export default async function RecipientsPage({ searchParams }: { searchParams: Promise<PageParams> }) {
  const actor = await getActor("register:read");
  const { host } = await searchParams;
  const wanted = typeof host === "string" ? host : undefined;
  const { recipients, missing } = await getRecipientsPage(getDb(), actor, env.now?.getTime() ?? Date.now());
  const isKnown = recipients.some((r) => r.host === wanted);
  const save = may(actor, "register:manage") ? saveRecipientAction : undefined;
  return (
    <Page>
      <PageHeader
        title="Registers"
        sentence={`${recipients.length} entries say to whom data goes, in which role and on which basis; ${recipients.filter((r) => r.state !== "valid").length} are not in force today.`}
        actions={
          save && (
            <RecipientForm
              draft={emptyRecipient(isKnown ? "" : wanted)}
              initiallyOpen={wanted !== undefined && !isKnown}
              save={save}
              trigger={<Button look="primary">Register a recipient</Button>}
            />
          )
        }
      />
      <RegisterTabs current="/registers/recipients" />
      <MissingList
        title="Seen, and not registered"
        note="Something was sent to these destinations in the last 30 days, and nobody has said who receives it."
        rows={missing.slice(0, 30).map((m) => ({
          id: m.host,
          name: <Host host={m.host} domain={m.domain} />,
          bytesOut: m.bytesOut,
          action: save && <RecipientForm draft={emptyRecipient(m.host)} save={save} trigger={<Button size="sm">Register</Button>} />,
        }))}
      />
      <Sheet>
        <RecipientRegister
          recipients={recipients.map((r) => ({ entry: draftOf(r), state: r.state, bytesOut: r.bytesOut, sample: r.sample }))}
          opened={wanted}
          save={save}
          remove={save && removeRecipientAction}
        />
      </Sheet>
    </Page>
  );
}
