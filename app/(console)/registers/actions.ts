"use server";

import { revalidatePath } from "next/cache";
import { type Acted, act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { removeDataEntry } from "@/lib/govern/remove-data-register";
import { removeRecipient } from "@/lib/govern/remove-recipient";
import { saveDataEntry } from "@/lib/govern/save-data-register";
import { saveRecipient } from "@/lib/govern/save-recipient";

export async function saveDataEntryAction(input: unknown): Promise<Acted<null>> {
  await checkOrigin();
  const actor = await getActor();
  return changed(act(() => saveDataEntry(getDb(), actor, input)));
}

export async function removeDataEntryAction(input: unknown): Promise<Acted<null>> {
  await checkOrigin();
  const actor = await getActor();
  return changed(act(() => removeDataEntry(getDb(), actor, input)));
}

export async function saveRecipientAction(input: unknown): Promise<Acted<null>> {
  await checkOrigin();
  const actor = await getActor();
  return changed(act(() => saveRecipient(getDb(), actor, input)));
}

export async function removeRecipientAction(input: unknown): Promise<Acted<null>> {
  await checkOrigin();
  const actor = await getActor();
  return changed(act(() => removeRecipient(getDb(), actor, input)));
}

async function changed(acted: Promise<Acted<unknown>>): Promise<Acted<null>> {
  const { problem } = await acted;
  if (problem) return { problem };
  revalidatePath("/registers", "layout");
  return { ok: null };
}
