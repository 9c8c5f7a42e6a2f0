import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Account } from "@/components/sources/account";
import { FirstLine } from "@/components/sources/first-line";
import { ImportList } from "@/components/sources/import-list";
import { SourceFacts } from "@/components/sources/source-facts";
import { SourceHealth } from "@/components/sources/source-health";
import { SourceMarks } from "@/components/sources/source-marks";
import { SourceSettings } from "@/components/sources/source-settings";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listImports, sumImports } from "@/lib/db/import-list";
import { listWorkloadNames } from "@/lib/db/mapping";
import { findSource } from "@/lib/db/source";
import { env } from "@/lib/env";
import { findFormat, formats } from "@/lib/ingest/formats";
import { may } from "@/lib/model/role";
import { readSourcePage } from "@/lib/report/source-page";
import { editSource, rotateToken } from "../actions";
import { Rejected } from "./rejected";

export const metadata: Metadata = { title: "Source" };
type Params = Record<string, string | string[] | undefined>;

export default async function SourcePage({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<Params> }) {
  const actor = await getActor("source:read");
  const [{ id }, query, db] = [await params, await searchParams, getDb()];
  const source = /^\d{1,9}$/.test(id) ? await findSource(db.prisma, Number(id)) : undefined;
  if (!source) notFound();
  const before = Number(query.before) || undefined;
  const [{ imports, next }, sums, page] = await Promise.all([
    listImports(db, source.id, { before, limit: 20 }),
    sumImports(db, source.id),
    readSourcePage(db, actor, source, Date.now()),
  ]);
  const format = findFormat(source.format === "auto" ? (imports[0]?.format ?? "auto") : source.format);
  return (
    <Page>
      <PageHeader back={{ href: "/sources", label: "Sources" }} title={source.name} mark={<SourceMarks source={source} />} />
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-2">
        <SourceFacts source={source} formatName={findFormat(source.format)?.name ?? "told from the lines"} />
        {sums.imports > 0 ? (
          <Account account={sums} replayed={sums.replayed} />
        ) : (
          <FirstLine source={{ id: source.id, name: source.name }} />
        )}
      </div>
      {sums.imports > 0 && <SourceHealth page={page} sampled={format?.sampled} />}
      {imports.length > 0 && (
        <Section
          title="Imports"
          note={`${sums.imports === 1 ? "One batch" : `${sums.imports.toLocaleString("en")} batches`}. Each balances: lines = used + duplicates + skipped + rejected.`}
        >
          <Sheet>
            <ImportList imports={imports} older={next ? `?before=${next}` : undefined} />
          </Sheet>
        </Section>
      )}
      {may(actor, "quarantine:read") && sums.rejected + sums.replayed > 0 && (
        <Rejected source={source.id} query={query} mayReplay={may(actor, "quarantine:replay")} />
      )}
      {may(actor, "source:manage") && (
        <SourceSettings
          url={new URL(env.url).origin}
          source={{ ...source, disabled: source.disabledAt !== null }}
          formats={formats.map(({ id, name, options, isConfigured }) => ({ id, name, options, isConfigured }))}
          names={await listWorkloadNames(db)}
          mayUnmask={may(actor, "source:unmask")}
          edit={editSource}
          rotate={rotateToken}
        />
      )}
    </Page>
  );
}
