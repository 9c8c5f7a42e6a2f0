import { setupLink } from "../access/setup-link";
import { systemActor } from "../access/system";
import type { Db } from "../db/client";
import { issueInvitation } from "../db/invitation";
import { writeJournal } from "../db/journal";
import { isEmpty } from "../db/person";

/** The link by which the first administrator comes in; `undefined` as soon as there is anybody. A new one ends the last. */
export function ensureFirstInvitation(db: Db): Promise<string | undefined> {
  return db.prisma.$transaction(async (tx) => {
    if (!(await isEmpty(tx))) return undefined;
    const { token } = await issueInvitation(tx, "first");
    await writeJournal(tx, systemActor, { action: "person.invite", subject: "person:first" });
    return setupLink(token);
  });
}
