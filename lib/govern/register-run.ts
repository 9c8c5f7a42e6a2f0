import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { saveRegisteredRun } from "../db/run";
import { jobId, runId } from "../enrich/run";
import { canonicalAddress } from "../model/address";
import type { Actor } from "../model/role";

const moment = z.iso.datetime({ offset: true, message: "an RFC 3339 time" }).transform((t) => new Date(t));
const shape = z
  .strictObject({
    job: z.string().trim().min(1, "a name").max(200),
    run: z.string().trim().min(1, "an id").max(200),
    startedAt: moment,
    endedAt: moment.optional(),
    exitCode: z.int().min(-1).max(255).optional(),
    host: z.string().trim().max(253).optional(),
    callers: z
      .array(z.string())
      .max(64)
      .default([])
      .transform((list, ctx) =>
        list.map((text, i) => {
          const ip = canonicalAddress(text);
          if (!ip) ctx.addIssue({ code: "custom", path: [i], message: "an IP address" });
          return ip ?? "";
        }),
      ),
  })
  .refine((r) => !r.endedAt || r.endedAt >= r.startedAt, { path: ["endedAt"], message: "not before startedAt" });

export interface RegisteredRunAnswer {
  id: string;
  job: string;
  run: string;
}

/**
 * Says that a batch job runs (or ran): records from its callers in that time belong to it. Again with an end completes
 * it. Whoever calls has been let in by a source's token or as somebody who may manage runs.
 */
export async function registerRun(db: Db, actor: Actor, input: unknown, sample = false): Promise<RegisteredRunAnswer> {
  const r = parse(shape, input);
  const job = jobId(r.job, sample);
  const id = runId(job, r.run);
  await db.prisma.$transaction(async (tx) => {
    const fresh = await saveRegisteredRun(tx, { ...r, id, jobId: job, sample });
    // A run is announced and completed by machines, many times an hour: the journal holds that it was, once.
    if (fresh)
      await writeJournal(tx, actor, {
        action: "run.register",
        subject: `run:${id}`,
        after: { job: r.job, run: r.run, startedAt: r.startedAt },
      });
  });
  return { id, job: r.job, run: r.run };
}
