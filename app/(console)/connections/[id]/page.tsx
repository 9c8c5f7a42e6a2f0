import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RecordPage } from "@/components/connections/record-page";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { CopyButton } from "@/components/ui/copy-button";
import { visible } from "@/components/ui/visible";
import { isProblem } from "@/lib/access/respond";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { connectionsHref } from "@/lib/query/link";
import { readRecord } from "@/lib/report/read-record";
import { readRaw } from "../actions";

export const metadata: Metadata = { title: "Connection" };

export default async function Connection({ params }: { params: Promise<{ id: string }> }) {
  const actor = await getActor("connection:read");
  const { id } = await params;
  const read = await readRecord(getDb(), actor, id).catch((error: unknown) => {
    if (isProblem(error) && error.code === "not-found") notFound();
    throw error;
  });
  const { record } = read;
  const around = { from: record.time - 300_000, to: record.time + 300_000 };
  return (
    <Page width="narrow">
      <PageHeader
        back={{ href: connectionsHref("", around, { peek: record.id }), label: "With its neighbours" }}
        title={visible(`${record.facts.service} to ${record.facts.host ?? record.facts.ip ?? "an unknown destination"}`)}
        actions={<CopyButton text={record.id} label="Copy id" />}
      />
      <Sheet className="px-5 py-4">
        <RecordPage read={read} readRaw={readRaw} />
      </Sheet>
    </Page>
  );
}
