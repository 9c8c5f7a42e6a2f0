"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { deleteMapping } from "@/lib/govern/delete-mapping";
import { saveMapping } from "@/lib/govern/save-mapping";

export async function saveMappingAction(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await saveMapping(getDb(), await getActor(), input);
    revalidatePath("/mapping");
  });
}

export async function removeMapping(id: number) {
  return act(async () => {
    await checkOrigin();
    await deleteMapping(getDb(), await getActor(), { id });
    revalidatePath("/mapping");
  });
}
