"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { changeRetention } from "@/lib/govern/change-retention";
import { removeSample } from "@/lib/govern/remove-sample";

export async function saveRetention(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await changeRetention(getDb(), await getActor(), input);
    revalidatePath("/settings");
  });
}

export async function takeSampleAway() {
  return act(async () => {
    await checkOrigin();
    const removed = await removeSample(getDb(), await getActor());
    revalidatePath("/", "layout");
    return removed;
  });
}
