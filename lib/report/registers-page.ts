import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { type DataEntry, listDataEntries, listLeaving, listRecipients, type RecipientEntry } from "../db/register";
import { type Actor, guard } from "../model/role";
import { basisState, Recipients } from "../policy/recipients";

const days = 30;
const periodUntil = (now: number) => ({ from: Math.floor((now - days * 86_400_000) / 3_600_000) * 3_600_000, to: now });

export interface DataRegisterPage {
  entries: DataEntry[];
  /** Services that sent something in the last 30 days and have no entry; most bytes first. */
  missing: { service: string; bytesOut: number }[];
  /** Classes in use, for suggestions. */
  classes: string[];
  environments: string[];
}

export async function getDataRegisterPage(db: Db, actor: Actor, now: number): Promise<DataRegisterPage> {
  guard(actor, "register:read");
  const [entries, leaving] = await Promise.all([listDataEntries(db), listLeaving(db, scopeOf(actor), { period: periodUntil(now) })]);
  const known = new Set(entries.map((e) => e.service));
  const bytes = new Map<string, number>();
  for (const l of leaving) if (!l.provisional && !known.has(l.service)) bytes.set(l.service, (bytes.get(l.service) ?? 0) + l.bytesOut);
  return {
    entries,
    missing: [...bytes]
      .map(([service, bytesOut]) => ({ service, bytesOut }))
      .sort((a, b) => b.bytesOut - a.bytesOut || (a.service < b.service ? -1 : 1)),
    classes: [...new Set(entries.flatMap((e) => e.classes))].sort(),
    environments: [...new Set(leaving.flatMap((l) => l.environment ?? []))].sort(),
  };
}

export interface RecipientsPage {
  /** `bytesOut` of the last 30 days; null where something left and no log tells how much. */
  recipients: (RecipientEntry & { state: "valid" | "not yet" | "expired"; bytesOut: number | null })[];
  /** Destinations of the last 30 days that no entry speaks of; most bytes first. */
  missing: { host: string; domain: string | null; bytesOut: number }[];
}

export async function getRecipientsPage(db: Db, actor: Actor, now: number): Promise<RecipientsPage> {
  guard(actor, "register:read");
  const [entries, leaving] = await Promise.all([listRecipients(db), listLeaving(db, scopeOf(actor), { period: periodUntil(now) })]);
  const register = new Recipients(entries);
  const sent = new Map<number, number>();
  const missing = new Map<string, { host: string; domain: string | null; bytesOut: number }>();
  for (const l of leaving) {
    const found = register.find(l.host);
    if (found) sent.set(found.id, (sent.get(found.id) ?? 0) + l.bytesOut);
    else if (l.host) {
      const known = missing.get(l.host) ?? { host: l.host, domain: l.domain, bytesOut: 0 };
      known.bytesOut += l.bytesOut;
      missing.set(l.host, known);
    }
  }
  return {
    recipients: entries.map((e) => ({ ...e, state: basisState(e, now), bytesOut: sent.has(e.id) ? sent.get(e.id)! || null : 0 })),
    missing: [...missing.values()].sort((a, b) => b.bytesOut - a.bytesOut || (a.host < b.host ? -1 : 1)),
  };
}
