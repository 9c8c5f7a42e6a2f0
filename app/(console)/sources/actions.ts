"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { findSource } from "@/lib/db/source";
import { changeSource } from "@/lib/govern/change-source";
import { createSource } from "@/lib/govern/create-source";
import { replayQuarantine } from "@/lib/govern/replay-quarantine";
import { readReplay } from "@/lib/govern/replay-shape";
import { rotateSourceToken } from "@/lib/govern/rotate-source-token";
import { formats } from "@/lib/ingest/formats";
import { previewReplay } from "@/lib/ingest/replay/preview-replay";
import { Problem } from "@/lib/model/problem";

/** The answer holds the token; it is not shown again. */
export async function addSource(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const { source, token } = await createSource(getDb(), await getActor(), input, formats);
    return { id: source.id, name: source.name, format: source.format, token };
  });
}

export async function editSource(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await changeSource(getDb(), await getActor(), input, formats);
    revalidatePath("/sources", "layout");
  });
}

export async function rotateToken(id: number) {
  return act(async () => {
    await checkOrigin();
    return rotateSourceToken(getDb(), await getActor(), { id });
  });
}

/** How many rejected lines would be read now; `reason` when only those of one are meant. */
export async function previewRejected(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const db = getDb();
    const actor = await getActor();
    const { source: id, reason } = readReplay(actor, input);
    const source = await findSource(db.prisma, id);
    if (!source) throw new Problem("not-found", "This source is not there any more.");
    return previewReplay(db, actor, source, { reason });
  });
}

export async function replayRejected(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await replayQuarantine(getDb(), await getActor(), input);
    revalidatePath("/sources", "layout");
  });
}
