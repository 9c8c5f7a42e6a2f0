"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { deleteJobWindow, saveJobWindow } from "@/lib/govern/save-job-window";

export async function saveWindow(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const saved = await saveJobWindow(getDb(), await getActor(), input);
    revalidatePath("/runs");
    return saved;
  });
}

export async function removeWindow(id: number) {
  return act(async () => {
    await checkOrigin();
    await deleteJobWindow(getDb(), await getActor(), { id });
    revalidatePath("/runs");
  });
}
