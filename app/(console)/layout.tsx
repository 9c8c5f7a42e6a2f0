import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { SampleBanner } from "@/components/shell/sample-banner";
import { permissionOf } from "@/components/shell/sections";
import { Shell } from "@/components/shell/shell";
import { themeCookie, themeOf } from "@/components/shell/theme";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { hasSample } from "@/lib/db/sample";
import { may } from "@/lib/model/role";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  // Above the loading boundary: once that is sent, the status can no longer say that somebody is refused.
  const actor = await getActor(permissionOf((await headers()).get("x-path") ?? ""));
  const [jar, sample] = await Promise.all([cookies(), hasSample(getDb())]);
  return (
    <Shell
      actor={{ name: actor.name, role: actor.role }}
      theme={themeOf(jar.get(themeCookie)?.value)}
      banner={sample && <SampleBanner mayRemove={may(actor, "sample:remove")} />}
    >
      {children}
    </Shell>
  );
}
