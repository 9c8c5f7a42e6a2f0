import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { FieldMapper } from "@/components/sources/fields/field-mapper";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { countQuarantine } from "@/lib/db/quarantine";
import { findSource, listFieldMaps } from "@/lib/db/source";
import { readFieldMap } from "@/lib/ingest/readers/field-map";
import { fieldTargets } from "@/lib/ingest/readers/field-targets";
import { keepFields, previewFields, readPastedLines } from "./actions";

export const metadata: Metadata = { title: "Map your own fields" };

export default async function OwnFields({ params }: { params: Promise<{ id: string }> }) {
  await getActor("source:manage");
  const [{ id }, db] = [await params, getDb()];
  const source = /^\d{1,9}$/.test(id) ? await findSource(db.prisma, Number(id)) : undefined;
  if (!source) notFound();
  const [kept, waiting] = await Promise.all([listFieldMaps(db), countQuarantine(db, source.id, {})]);
  const maps = kept.flatMap(({ id, name, fields }) => {
    const map = readFieldMap(fields);
    return typeof map === "string" ? [] : [{ id, source: name, map }];
  });
  return (
    <Page>
      <PageHeader
        back={{ href: `/sources/${source.id}`, label: source.name }}
        title="Map your own fields"
        sentence="For a log that no format knows: paste some of its lines, say which field is what, see what becomes of them, and keep it."
      />
      <FieldMapper
        source={{ id: source.id, name: source.name, timezone: source.options.timezone }}
        targets={Object.entries(fieldTargets).map(([id, { label, group, ...t }]) => ({
          id,
          label,
          group,
          units: "units" in t ? t.units : undefined,
        }))}
        maps={maps}
        rejected={waiting.reduce((sum, reason) => sum + reason.lines, 0)}
        read={readPastedLines}
        preview={previewFields}
        keep={keepFields}
      />
    </Page>
  );
}
