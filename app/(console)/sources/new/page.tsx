import type { Metadata } from "next";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { NewSource } from "@/components/sources/new-source";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listWorkloadNames } from "@/lib/db/mapping";
import { env } from "@/lib/env";
import { formats } from "@/lib/ingest/formats";
import { may } from "@/lib/model/role";
import { addSource } from "../actions";

export const metadata: Metadata = { title: "Add a source" };

export default async function AddSource() {
  const actor = await getActor("source:manage");
  return (
    <Page>
      <PageHeader
        back={{ href: "/sources", label: "Sources" }}
        title="Add a source"
        sentence="One log feed: a proxy, a flow log, a sensor. It gets an address and a token of its own."
      />
      <NewSource
        url={new URL(env.url).origin}
        formats={formats.map(({ id, name, options, isConfigured }) => ({ id, name, options, isConfigured }))}
        names={await listWorkloadNames(getDb())}
        mayUnmask={may(actor, "source:unmask")}
        create={addSource}
      />
    </Page>
  );
}
