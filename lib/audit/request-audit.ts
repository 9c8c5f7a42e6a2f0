import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import { insertAuditRun } from "../db/audit-run";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { enqueueTask } from "../db/task";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { parsePeriod } from "../query/period";
import { DAY, HOUR } from "./baseline";
import { rules } from "./rules/index";

const shape = z.strictObject({
  /** As everywhere: `now-24h`, `now`, or RFC 3339. */
  from: z.string().default("now-24h"),
  to: z.string().default("now"),
  /** Ids; none means all. */
  rules: z.array(z.string()).default([]),
});

const longest = 400 * DAY;

/**
 * Asks for an audit and returns its id at once; a task of the same transaction runs it.
 *
 * @param here the caller runs it itself: no task is made.
 */
export async function requestAudit(db: Db, actor: Actor, input: unknown, now = Date.now(), here = false): Promise<{ id: string }> {
  guard(actor, "audit:run");
  const asked = parse(shape, input);
  const period = parsePeriod(asked, now);
  if (period.problem !== undefined) throw new Problem("invalid", period.problem, { field: period.at });
  const since = Math.floor(period.from / HOUR) * HOUR;
  const until = Math.min(period.to, now);
  if (since >= until) throw new Problem("invalid", "The period lies in the future.", { field: "from" });
  if (until - since > longest) throw new Problem("invalid", "An audit covers at most 400 days, as the roll-ups do.", { field: "from" });
  const unknown = asked.rules.find((id) => !rules.some((r) => r.id === id));
  if (unknown !== undefined)
    throw new Problem("invalid", `There is no audit rule ${unknown}. The rules are ${rules.map((r) => r.id).join(", ")}.`, {
      field: "rules",
    });
  const id = randomUUID();
  const chosen = asked.rules.length > 0 ? [...new Set(asked.rules)] : rules.map((r) => r.id);
  await db.prisma.$transaction(async (tx) => {
    await insertAuditRun(tx, { id, requestedBy: actor.name, since: new Date(since), until: new Date(until), rules: chosen });
    if (!here) await enqueueTask(tx, "audit.run", { id }, `audit:${id}`);
    await writeJournal(tx, actor, {
      action: "audit.request",
      subject: `audit:${id}`,
      after: { since: new Date(since).toISOString(), until: new Date(until).toISOString(), rules: asked.rules.length > 0 ? chosen : "all" },
    });
  });
  return { id };
}
