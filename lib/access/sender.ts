import type { Db } from "../db/client";
import { findSourceByToken } from "../db/source";
import { Problem } from "../model/problem";
import { type Actor, guard, type Permission } from "../model/role";
import { checkOrigin, findActor } from "./session";

/**
 * Who calls an address meant for machines and people alike: a source by its token, or somebody signed in who holds the
 * permission. @throws {Problem} unauthenticated or forbidden.
 */
export async function requireSender(db: Db, request: Request, permission: Permission): Promise<{ actor: Actor; sample: boolean }> {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token !== undefined) {
    const source = await findSourceByToken(db, token);
    if (!source)
      throw new Problem("unauthenticated", "This token is of no source; it may have been replaced.", { header: "Authorization" });
    if (source.disabledAt) throw new Problem("forbidden", `The source ${source.name} is disabled.`, { source: source.name });
    return { actor: { id: `source:${source.id}`, name: source.name, role: "engineer", teams: [] }, sample: source.sample };
  }
  const actor = await findActor();
  if (!actor) throw new Problem("unauthenticated", "Sign in, or send the token of a source as Authorization: Bearer wb_….");
  // A browser's cookie goes along with requests of other sites; a token never does.
  await checkOrigin();
  guard(actor, permission);
  return { actor, sample: false };
}
