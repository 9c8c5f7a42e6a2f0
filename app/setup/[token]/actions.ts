"use server";

import { act } from "@/lib/access/act";
import { checkOrigin } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { acceptInvitation } from "@/lib/govern/accept-invitation";

/** The link's token is the permission: whoever holds it may set this one account up, once. */
export async function setUp(token: string, input: unknown) {
  return act(async () => {
    await checkOrigin();
    const { email } = await acceptInvitation(getDb(), String(token), input);
    return { email };
  });
}
