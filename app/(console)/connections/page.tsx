import type { Metadata } from "next";
import { Explorer } from "@/components/connections/explorer";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { parseView } from "@/lib/query/view";
import { explore } from "@/lib/report/explore";
import { readRaw } from "./actions";

export const metadata: Metadata = { title: "Connections" };

export default async function Connections({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await getActor("connection:read");
  const view = parseView(await searchParams);
  const explored = explore(getDb(), actor, view, (env.now ?? new Date()).getTime());
  return <Explorer explored={explored} mayExport={may(actor, "connection:export")} readRaw={readRaw} />;
}
