import type { Db } from "../db/client";
import { findLastExport, type RegisterRow } from "../db/register";
import { type Actor, guard } from "../model/role";
import { homeHref } from "./home-href";
import { registerChanges, registerRows } from "./register-rows";
import { readTransfers } from "./transfers";
import type { Question } from "./view";

/** What the legal sentence is made of. */
export interface LegalSummary {
  services: number;
  destinations: number;
  jurisdictions: { count: number; href: string };
  /** Distinct destinations each. */
  breaking: number;
  withoutBasis: number;
  unplaced: { count: number; href: string };
  /** Absent before the first export. */
  sinceExport?: { at: number; changes: number };
}

export async function getLegalSummary(db: Db, actor: Actor, q: Question): Promise<LegalSummary> {
  guard(actor, "legal:view");
  const [transfers, last] = await Promise.all([readTransfers(db, actor, q), findLastExport(db)]);
  const distinct = (of: typeof transfers): number => new Set(of.map((t) => t.destination)).size;
  return {
    services: new Set(transfers.map((t) => t.service)).size,
    destinations: distinct(transfers),
    jurisdictions: { count: new Set(transfers.flatMap((t) => t.countries)).size, href: homeHref("/legal", q) },
    breaking: distinct(transfers.filter((t) => t.breaks.length > 0)),
    withoutBasis: distinct(transfers.filter((t) => t.basis !== "valid")),
    unplaced: { count: distinct(transfers.filter((t) => t.countries.length === 0)), href: homeHref("/legal", q, { country: "ZZ" }) },
    ...(last
      ? { sinceExport: { at: last.exportedAt.getTime(), changes: registerChanges(registerRows(transfers), last.rows).length } }
      : {}),
  };
}

/** The register of a period, ready to be exported. */
export async function getRegister(db: Db, actor: Actor, q: Question): Promise<RegisterRow[]> {
  guard(actor, "register:export");
  return registerRows(await readTransfers(db, actor, q));
}
