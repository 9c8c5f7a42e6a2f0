import { parseArgs } from "node:util";
import { systemActor } from "../../lib/access/system";
import { closeDb, openDb } from "../../lib/db/client";
import { findPersonByEmail } from "../../lib/db/person";
import { env } from "../../lib/env";
import { changePerson } from "../../lib/govern/change-person";
import { ensureFirstInvitation } from "../../lib/govern/ensure-first-invitation";
import { invitePerson } from "../../lib/govern/invite-person";
import { resetPassword } from "../../lib/govern/reset-password";
import { roles } from "../../lib/model/role";
import { type Command, Usage } from "../command";

export const command: Command = {
  name: "invite",
  summary: "make a one-time link: for the first administrator, a new person, a lost password",
  usage: `usage: waybill invite [--email ADDRESS --role ROLE [--name NAME] [--team TEAM ...]]

Works on the database (DATABASE_URL), so it also helps when nobody can sign in any more.
Without options it prints the link of the first administrator, as long as there is nobody.
Somebody who has an account gets a link to choose a new password; their old one and their sessions end.

  --first          the first administrator's link, or nothing when there is somebody already
  --email ADDRESS  whom the link is for
  --role ROLE      ${roles.join(", ")}
  --name NAME      shown to others; the address when absent
  --team TEAM      a team whose workloads an engineer sees, repeatable; "*" is all`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        first: { type: "boolean", default: false },
        email: { type: "string" },
        role: { type: "string" },
        name: { type: "string" },
        team: { type: "string", multiple: true },
      },
    });
    if (values.email === undefined && (values.role ?? values.name ?? values.team) !== undefined)
      throw new Usage("--email is needed with the other options");
    const db = openDb(env.databaseUrl, 2);
    try {
      const link = values.email === undefined ? await ensureFirstInvitation(db) : await linkFor({ ...values, email: values.email });
      if (!link && values.first) return 0;
      if (!link) throw new Usage("there are people already; say whom to invite with --email and --role");
      process.stdout.write(`${link}\n`);
      return 0;
    } finally {
      await closeDb(db);
    }

    async function linkFor({ email, role, name, team = [] }: typeof values & { email: string }): Promise<string> {
      const known = await findPersonByEmail(db.prisma, email);
      if (known) {
        const change = {
          id: known.id,
          disabled: false,
          ...(role && { role }),
          ...(name && { name }),
          ...(team.length > 0 && { teams: team }),
        };
        await changePerson(db, systemActor, change);
        return (await resetPassword(db, systemActor, { id: known.id })).link;
      }
      if (!role) throw new Usage("--role is needed for somebody new");
      return (await invitePerson(db, systemActor, { email, role, name: name ?? email, teams: team })).link;
    }
  },
};
