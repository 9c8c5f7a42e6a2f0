"use server";

import { type Acted, act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import type { RawLine } from "@/lib/db/raw-block";
import { readRawLine } from "@/lib/report/read-record";

/** An action and no page: reading another team's line is written to the journal. */
export async function readRaw(id: string): Promise<Acted<RawLine | null>> {
  return act(async () => {
    await checkOrigin();
    return (await readRawLine(getDb(), await getActor(), String(id))) ?? null;
  });
}
