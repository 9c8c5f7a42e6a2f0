"use server";

import { revalidatePath } from "next/cache";
import { act } from "@/lib/access/act";
import { checkOrigin, getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { changePerson } from "@/lib/govern/change-person";
import { endPersonSessions } from "@/lib/govern/end-person-sessions";
import { invitePerson } from "@/lib/govern/invite-person";
import { resetPassword } from "@/lib/govern/reset-password";

/** The answer holds the one-time link; it is not shown again. */
export async function invite(input: unknown) {
  return act(async () => {
    await checkOrigin();
    const { link, expiresAt } = await invitePerson(getDb(), await getActor(), input);
    revalidatePath("/people");
    return { link, expiresAt };
  });
}

export async function editPerson(input: unknown) {
  return act(async () => {
    await checkOrigin();
    await changePerson(getDb(), await getActor(), input);
    revalidatePath("/people");
  });
}

export async function makeResetLink(id: string) {
  return act(async () => {
    await checkOrigin();
    return resetPassword(getDb(), await getActor(), { id });
  });
}

export async function endSessions(id: string) {
  return act(async () => {
    await checkOrigin();
    const ended = await endPersonSessions(getDb(), await getActor(), { id });
    revalidatePath("/people");
    return ended;
  });
}
