"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { changeSource } from "@/lib/govern/change-source";
import { createSource } from "@/lib/govern/create-source";
import { rotateSourceToken } from "@/lib/govern/rotate-source-token";
import { formats } from "@/lib/ingest/formats";

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
