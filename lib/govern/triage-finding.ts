import { z } from "zod";
import { parse } from "../access/parse";
import { inScope, scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { type Finding, lockFindings } from "../db/finding";
import { type Tx, writeJournal } from "../db/journal";
import { findPerson } from "../db/person";
import { Problem } from "../model/problem";
import { type Actor, guard, may } from "../model/role";

const ids = z
  .array(z.string().regex(/^[0-9a-f]{20}$/, "is no finding"))
  .min(1, "choose at least one")
  .max(500, "at most 500 at a time");
const reason = z.string().trim().max(2000, "is too long");
const needed = reason.min(1, "is needed");

const shape = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("acknowledge"), ids, reason: reason.optional() }),
  z.strictObject({ act: z.literal("resolve"), ids, reason: reason.optional() }),
  z.strictObject({ act: z.literal("reopen"), ids, reason: reason.optional() }),
  /** The whole UTC day is accepted still. */
  z.strictObject({ act: z.literal("accept"), ids, reason: needed, until: z.iso.date("write a day as YYYY-MM-DD") }),
  /** A person's id; null takes the assignment away. */
  z.strictObject({ act: z.literal("assign"), ids, assignee: z.uuid().nullable() }),
  z.strictObject({ act: z.literal("comment"), ids, reason: needed }),
]);
export type Triage = z.input<typeof shape>;

const DAY = 86_400_000;

/**
 * What a person decides about findings, one or many. Those that are so already stay as they are and get no entry.
 *
 * @returns how many changed.
 * @throws {Problem} not-found when one is not there, or not in the actor's scope; then none changes.
 */
export async function triageFinding(db: Db, actor: Actor, input: unknown, now = Date.now()): Promise<{ changed: number }> {
  guard(actor, "finding:triage");
  const request = parse(shape, input);
  const wanted = [...new Set(request.ids)];
  return db.prisma.$transaction(async (tx) => {
    const findings = await lockFindings(tx, scopeOf(actor), wanted);
    if (findings.length < wanted.length) throw new Problem("not-found", "One of these findings is not there, or not your team's.");
    const change = await changeOf(tx, actor, request, findings, now);
    let changed = 0;
    for (const finding of findings) {
      const data = change(finding);
      if (!data) continue;
      const { entry, ...columns } = data;
      if (Object.keys(columns).length > 0) await tx.finding.update({ where: { id: finding.id }, data: columns });
      await writeJournal(tx, actor, { action: `finding.${request.act}`, subject: `finding:${finding.id}`, ...entry });
      changed++;
    }
    return { changed };
  });
}

type Request = z.output<typeof shape>;
type Change = Partial<Pick<Finding, "status" | "assignee" | "acceptedUntil" | "statusReason" | "statusBy" | "statusAt">> & {
  entry: { before?: unknown; after?: unknown };
};

async function changeOf(
  tx: Tx,
  actor: Actor,
  request: Request,
  findings: readonly Finding[],
  now: number,
): Promise<(f: Finding) => Change | undefined> {
  const stamp = { statusBy: actor.name, statusAt: new Date(now) };
  const text = "reason" in request ? request.reason || null : null;
  const to =
    (status: Finding["status"], from: readonly Finding["status"][], acceptedUntil: Date | null = null) =>
    (f: Finding): Change | undefined =>
      from.includes(f.status)
        ? {
            ...stamp,
            status,
            acceptedUntil,
            statusReason: text,
            entry: { before: { status: f.status }, after: { status, reason: text ?? undefined, until: acceptedUntil?.toISOString() } },
          }
        : undefined;
  switch (request.act) {
    case "acknowledge":
      return to("acknowledged", ["open"]);
    case "resolve":
      return to("resolved", ["open", "acknowledged", "accepted"]);
    case "reopen":
      return to("open", ["acknowledged", "resolved", "accepted"]);
    case "accept":
      return to("accepted", ["open", "acknowledged", "resolved", "accepted"], endOf(request.until, now));
    case "comment":
      return () => ({ entry: { after: { comment: request.reason } } });
    case "assign": {
      const assignee = request.assignee === null ? null : await checkAssignee(tx, request.assignee, findings);
      return (f) => (f.assignee === assignee ? undefined : { assignee, entry: { before: { assignee: f.assignee }, after: { assignee } } });
    }
  }
}

function endOf(day: string, now: number): Date {
  const end = Date.parse(`${day}T00:00:00Z`) + DAY;
  if (!(end > now)) throw new Problem("invalid", "until: it lies in the past.", { field: "until" });
  if (end > now + 367 * DAY)
    throw new Problem("invalid", "until: accept for a year at most; then somebody looks again.", { field: "until" });
  return new Date(end);
}

/** Whoever is to answer must be able to see it. */
async function checkAssignee(tx: Tx, id: string, findings: readonly Finding[]): Promise<string> {
  const person = await findPerson(tx, id);
  if (!person || person.disabledAt) throw new Problem("invalid", "assignee: there is no such person.", { field: "assignee" });
  const scope = scopeOf(person);
  const hidden = findings.find((f) => !inScope(scope, f.team));
  if (!may(person, "finding:triage")) throw new Problem("invalid", `assignee: ${person.name} only reads findings.`, { field: "assignee" });
  if (hidden)
    throw new Problem("invalid", `assignee: ${person.name} does not see findings of ${hidden.team ?? "no team"}.`, { field: "assignee" });
  return person.name;
}
