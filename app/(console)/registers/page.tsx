import type { Metadata } from "next";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { DataEntryForm } from "@/components/registers/data-entry-form";
import { DataRegister } from "@/components/registers/data-register";
import { MissingList } from "@/components/registers/missing-list";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { Button } from "@/components/ui/button";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { getDataRegisterPage } from "@/lib/report/registers-page";
import { removeDataEntryAction, saveDataEntryAction } from "./actions";

export const metadata: Metadata = { title: "Data register" };

export default async function DataRegisterPage() {
  const actor = await getActor("register:read");
  const { entries, missing, classes, environments } = await getDataRegisterPage(getDb(), actor, env.now?.getTime() ?? Date.now());
  const save = may(actor, "register:manage") ? saveDataEntryAction : undefined;
  const form = { known: classes, environments, save: saveDataEntryAction };
  const draft = { service: "", environment: "", classes: [], purpose: "" };
  return (
    <Page>
      <PageHeader
        title="Registers"
        sentence={`${entries.length} entries say which data a service handles and why; the policy's geo rules are held against them.`}
        actions={save && <DataEntryForm {...form} draft={draft} trigger={<Button look="primary">Register a service</Button>} />}
      />
      <RegisterTabs current="/registers" />
      <MissingList
        title="Seen, and not registered"
        note="These services sent something in the last 30 days, and nobody has said which data they handle."
        rows={missing.map(({ service, bytesOut }) => ({
          id: service,
          name: service,
          bytesOut,
          action: save && <DataEntryForm {...form} draft={{ ...draft, service }} trigger={<Button size="sm">Register</Button>} />,
        }))}
      />
      <Sheet>
        <DataRegister entries={entries} classes={classes} environments={environments} save={save} remove={save && removeDataEntryAction} />
      </Sheet>
    </Page>
  );
}
