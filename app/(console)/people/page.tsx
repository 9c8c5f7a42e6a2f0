import type { Metadata } from "next";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Invite } from "@/components/people/invite";
import { PeopleList } from "@/components/people/people-list";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listTeams } from "@/lib/db/mapping";
import { listPeople } from "@/lib/db/person";
import { editPerson, endSessions, invite, makeResetLink } from "./actions";

export const metadata: Metadata = { title: "People" };

export default async function People() {
  const actor = await getActor("person:manage");
  const [people, teams] = await Promise.all([listPeople(getDb()), listTeams(getDb())]);
  const active = people.filter((p) => !p.disabledAt).length;
  const disabled = people.length - active;
  return (
    <Page>
      <PageHeader
        title="People"
        sentence={`${active === 1 ? "One person has" : `${active} people have`} an account${disabled > 0 ? `; ${disabled} ${disabled === 1 ? "is" : "are"} disabled` : ""}. Role and teams decide what each may see and do.`}
        actions={<Invite invite={invite} teams={teams} />}
      />
      <Sheet>
        <PeopleList people={people} self={actor.id} teams={teams} actions={{ change: editPerson, reset: makeResetLink, endSessions }} />
      </Sheet>
    </Page>
  );
}
