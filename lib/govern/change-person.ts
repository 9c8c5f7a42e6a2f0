import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { endInvitations } from "../db/invitation";
import { writeJournal } from "../db/journal";
import { countOtherAdmins, findPerson, type Person } from "../db/person";
import { endSessions } from "../db/session";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { journalled, personName, roleShape, teamsShape } from "./person-shape";

const shape = z.strictObject({
  id: z.uuid(),
  name: personName.optional(),
  role: roleShape.optional(),
  teams: teamsShape.optional(),
  disabled: z.boolean().optional(),
});

/** Changes what a person may do. A changed role and a disabled account end the person's sessions everywhere at once. */
export async function changePerson(db: Db, actor: Actor, input: unknown): Promise<Person> {
  guard(actor, "person:manage");
  const { id, disabled, ...change } = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const before = await findPerson(tx, id);
    if (!before) throw new Problem("not-found", "This person is not there any more.");
    const disabledAt = disabled === undefined ? before.disabledAt : disabled ? (before.disabledAt ?? new Date()) : null;
    const role = change.role ?? before.role;
    // Two administrators who take each other away at once would leave nobody: the rows are locked first.
    await tx.$queryRaw`select id from person where role = 'admin' order by id for update`;
    if (before.role === "admin" && !before.disabledAt && (role !== "admin" || disabledAt) && (await countOtherAdmins(tx, id)) === 0)
      throw new Problem("conflict", "This is the only administrator who can sign in. Make somebody else one first.", { field: "role" });
    await tx.person.update({ where: { id }, data: { ...change, disabledAt } });
    const after = { ...before, ...change, disabledAt };
    if (role !== before.role || (disabledAt && !before.disabledAt)) await endSessions(tx, id);
    if (disabledAt && !before.disabledAt) await endInvitations(tx, id);
    if (JSON.stringify(journalled(before)) !== JSON.stringify(journalled(after)))
      await writeJournal(tx, actor, {
        action: "person.change",
        subject: `person:${id}`,
        before: journalled(before),
        after: journalled(after),
      });
    if (!before.disabledAt !== !disabledAt)
      await writeJournal(tx, actor, { action: disabledAt ? "person.disable" : "person.enable", subject: `person:${id}` });
    return after;
  });
}
