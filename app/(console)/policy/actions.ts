"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { confirmRule } from "@/lib/govern/confirm-rule";
import { publishPolicy } from "@/lib/govern/publish-policy";
import { wouldBeAllowed } from "@/lib/report/would-be-allowed";

export async function askPolicy(input: unknown) {
  return act(async () => {
    await checkOrigin();
    return wouldBeAllowed(getDb(), await getActor(), input);
  });
}

export async function confirmRuleAction(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const confirmed = await confirmRule(getDb(), await getActor(), input);
    revalidatePath("/policy", "layout");
    return confirmed;
  });
}

export async function publishPolicyAction(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const { version, isNew } = await publishPolicy(getDb(), await getActor(), input);
    revalidatePath("/policy", "layout");
    return { version, isNew };
  });
}
