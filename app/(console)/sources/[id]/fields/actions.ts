"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { keepFieldMap } from "@/lib/govern/keep-field-map";
import { formats } from "@/lib/ingest/formats";
import { previewPasted } from "@/lib/ingest/suggest/preview-pasted";
import { readPasted } from "@/lib/ingest/suggest/read-pasted";

export async function readPastedLines(input: unknown) {
  return act(async () => {
    await checkOrigin();
    return readPasted(await getActor(), input);
  });
}

export async function previewFields(input: unknown) {
  return act(async () => {
    await checkOrigin();
    return previewPasted(await getActor(), input, Date.now());
  });
}

export async function keepFields(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await keepFieldMap(getDb(), await getActor(), input, formats);
    revalidatePath("/sources", "layout");
  });
}
