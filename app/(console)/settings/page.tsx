import type { Metadata } from "next";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { GeographySources } from "@/components/settings/geography-sources";
import { RemoveSample } from "@/components/settings/remove-sample";
import { RetentionForm } from "@/components/settings/retention-form";
import { Time } from "@/components/ui/time";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { hasSample } from "@/lib/db/sample";
import { getRetention } from "@/lib/db/setting";
import { geographer } from "@/lib/enrich/country";
import { may } from "@/lib/model/role";
import { saveRetention, takeSampleAway } from "./actions";
import { Webhooks } from "./webhooks";

export const metadata: Metadata = { title: "Settings" };

export default async function Settings() {
  const actor = await getActor("setting:read");
  const [retention, sample] = await Promise.all([getRetention(getDb()), hasSample(getDb())]);
  return (
    <Page width="narrow">
      <PageHeader title="Settings" />
      <Section
        title="How long is what kept?"
        note={
          retention.updatedAt ? (
            <>
              Changed by {retention.updatedBy}, <Time at={retention.updatedAt} />.
            </>
          ) : (
            "The defaults: nobody has changed them."
          )
        }
      >
        <Sheet className="p-5">
          <RetentionForm
            values={{ recordDays: retention.recordDays, rollupDays: retention.rollupDays }}
            save={may(actor, "setting:manage") ? saveRetention : undefined}
          />
        </Sheet>
      </Section>
      <Webhooks actor={actor} />
      <Section
        title="Where is an address?"
        note="Two independent facts, each with its date; where they disagree, or the address is a CDN's, the place is said to be unknown. Your own databases are set by the environment, see the deployment guide."
      >
        <Sheet>
          <GeographySources sources={geographer().sources} />
        </Sheet>
      </Section>
      {sample && may(actor, "sample:remove") && (
        <Section
          title="Sample estate"
          note="It shows what Waybill finds, until your own logs do. Its sources and workloads are marked sample."
        >
          <RemoveSample action={takeSampleAway} />
        </Section>
      )}
    </Page>
  );
}
