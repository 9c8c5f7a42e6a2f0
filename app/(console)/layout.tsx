import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { SampleBanner } from "@/components/shell/sample-banner";
import { Shell } from "@/components/shell/shell";
import { themeCookie, themeOf } from "@/components/shell/theme";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { hasSample } from "@/lib/db/sample";
import { may } from "@/lib/model/role";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const actor = await getActor();
  const [jar, sample] = await Promise.all([cookies(), hasSample(getDb())]);
  return (
    <NuqsAdapter>
      <Shell
        actor={{ name: actor.name, role: actor.role }}
        theme={themeOf(jar.get(themeCookie)?.value)}
        banner={sample && <SampleBanner mayRemove={may(actor, "sample:remove")} />}
      >
        {children}
      </Shell>
    </NuqsAdapter>
  );
}
