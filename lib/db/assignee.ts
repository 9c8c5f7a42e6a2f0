import { grants, type Role } from "../model/role";
import type { Db } from "./client";

export interface Assignee {
  id: string;
  name: string;
  role: Role;
}

/** People who can be asked to answer for a finding, by name. */
export async function listAssignees(db: Db): Promise<Assignee[]> {
  const rows = await db.prisma.person.findMany({
    where: { disabledAt: null, role: { in: [...grants["finding:triage"]] } },
    select: { id: true, name: true, role: true },
    orderBy: { name: "asc" },
  });
  return rows.map((row) => ({ ...row, role: row.role as Role }));
}
