"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { requestAudit } from "@/lib/audit/request-audit";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { triageFinding } from "@/lib/govern/triage-finding";

/** Starts an audit and answers with its id; the page goes on. */
export async function runAudit(input: unknown) {
  return act(async () => {
    await checkOrigin();
    return requestAudit(getDb(), await getActor(), input, env.now?.getTime());
  });
}

export async function triage(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const result = await triageFinding(getDb(), await getActor(), input);
    revalidatePath("/findings", "layout");
    return result;
  });
}
