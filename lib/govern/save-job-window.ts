import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { deleteWindow, insertJobWindow, lockJobWindow, updateJobWindow } from "../db/run-window";
import { canonicalAddress, parseCidr } from "../model/address";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { rejudgeAll } from "./save-mapping";
import { word } from "./source-shape";

const shape = z.strictObject({
  /** Absent for a new one. */
  id: z.int().optional(),
  job: word.min(1, "is needed"),
  /** A network, or one address. */
  cidr: z.string().trim().min(1, "is needed").max(50),
  /** Clock in UTC. */
  start: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day such as 03:30"),
  minutes: z.int("a whole number of minutes").min(1, "at least one minute").max(1440, "at most a day"),
  /** 0 (Sunday) to 6. */
  weekdays: z.array(z.int().min(0).max(6)).min(1, "choose at least one day"),
});

/**
 * Says when and from where a job runs: records from there in that time are its run, where their log names none. Records
 * that are kept are attributed again.
 */
export async function saveJobWindow(db: Db, actor: Actor, input: unknown): Promise<{ id: number }> {
  guard(actor, "run:manage");
  const { id, job, cidr, start, minutes, weekdays } = parse(shape, input);
  const draft = {
    job,
    cidr: canonicalNetwork(cidr),
    startMinute: Number(start.slice(0, 2)) * 60 + Number(start.slice(3)),
    minutes,
    weekdays: [...new Set(weekdays)].sort((a, b) => a - b),
  };
  return db.prisma.$transaction(async (tx) => {
    const before = id === undefined ? null : await lockJobWindow(tx, id);
    if (id !== undefined && !before) throw gone();
    if (id !== undefined) await updateJobWindow(tx, id, draft);
    const saved = id ?? (await insertJobWindow(tx, { ...draft, createdBy: actor.name }));
    await writeJournal(tx, actor, {
      action: before ? "job-window.change" : "job-window.create",
      subject: `job-window:${saved}`,
      before,
      after: draft,
    });
    await rejudgeAll(tx);
    return { id: saved };
  });
}

/** Takes a window away; runs that it made stay as they are told by then, their records are attributed again. */
export async function deleteJobWindow(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "run:manage");
  const { id } = parse(z.strictObject({ id: z.int() }), input);
  await db.prisma.$transaction(async (tx) => {
    const before = await lockJobWindow(tx, id);
    if (!before) throw gone();
    await deleteWindow(tx, id);
    await writeJournal(tx, actor, { action: "job-window.delete", subject: `job-window:${id}`, before });
    await rejudgeAll(tx);
  });
}

const gone = () => new Problem("not-found", "This window is not there any more.");

function canonicalNetwork(text: string): string {
  const refuse = (why: string): never => {
    throw new Problem("invalid", `cidr: ${why}`, { field: "cidr" });
  };
  const slash = text.indexOf("/");
  const address =
    canonicalAddress(slash < 0 ? text : text.slice(0, slash)) ?? refuse("write a network such as 10.20.0.0/24, or one address.");
  const cidr = slash < 0 ? `${address}/${address.includes(":") ? 128 : 32}` : `${address}${text.slice(slash)}`;
  return parseCidr(cidr) ? cidr : refuse("the network has host bits set, or a length that its family does not have.");
}
