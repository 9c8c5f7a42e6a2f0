"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { testWebhook } from "@/lib/deliver/test-webhook";
import { changeOutgoingRanges } from "@/lib/govern/change-outgoing-ranges";
import { deleteWebhook } from "@/lib/govern/delete-webhook";
import { resendMessages } from "@/lib/govern/resend-messages";
import { saveWebhook } from "@/lib/govern/save-webhook";

/** The answer holds the secret of a new webhook; it is not shown again. */
export async function putWebhook(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const saved = await saveWebhook(getDb(), await getActor(), input);
    revalidatePath("/settings");
    return saved;
  });
}

export async function removeWebhook(id: number) {
  return act(async () => {
    await checkOrigin();
    await deleteWebhook(getDb(), await getActor(), { id });
    revalidatePath("/settings");
  });
}

export async function tryWebhook(id: number) {
  return act(async () => {
    await checkOrigin();
    return testWebhook(getDb(), await getActor(), { id });
  });
}

export async function sendAgain(id: number) {
  return act(async () => {
    await checkOrigin();
    const sent = await resendMessages(getDb(), await getActor(), { id });
    revalidatePath("/settings");
    return sent;
  });
}

export async function putOutgoingRanges(ranges: string[]) {
  return act(async () => {
    await checkOrigin();
    const saved = await changeOutgoingRanges(getDb(), await getActor(), { ranges });
    revalidatePath("/settings");
    return saved;
  });
}
