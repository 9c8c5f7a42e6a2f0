import type { Db } from "../../lib/db/client";
import { hashId } from "../../lib/db/hash";
import { saveSetting } from "../../lib/db/setting";
import { makeSourceToken } from "../../lib/db/source";
import { jobId, runId } from "../../lib/enrich/run";
import type { JobRun } from "./jobs";
import type { SampleSetup } from "./setup";

const by = "sample";

/** Writes what a newcomer would enter by hand; everything is marked as sample. Nothing that is there already is changed. */
export async function installSetup(db: Db, setup: SampleSetup): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await saveSetting(
      tx,
      "sample.geography",
      setup.geography.map((place) => ({ ...place })),
      by,
    );
    for (const { name, format, options, tags } of setup.sources)
      await tx.source.upsert({ where: { name }, create: { name, format, options, tags, sample: true, createdBy: by }, update: {} });
    await tx.workloadMapping.createMany({ data: setup.mappings.map((m) => ({ ...m, sample: true, createdBy: by })), skipDuplicates: true });
    if ((await tx.jobWindow.count({ where: { createdBy: by } })) === 0)
      await tx.jobWindow.createMany({ data: setup.jobWindows.map((w) => ({ ...w, createdBy: by })) });
    if ((await tx.mark.count({ where: { sample: true } })) === 0)
      await tx.mark.createMany({ data: setup.marks.map((m) => ({ ...m, sample: true })) });
    await tx.dataRegister.createMany({
      data: setup.dataRegister.map((d) => ({ ...d, updatedBy: by, sample: true })),
      skipDuplicates: true,
    });
    await tx.recipientRegister.createMany({
      data: setup.recipientRegister.map((r) => ({
        ...r,
        validFrom: r.validFrom && new Date(r.validFrom),
        validUntil: r.validUntil && new Date(r.validUntil),
        updatedBy: by,
        sample: true,
      })),
      skipDuplicates: true,
    });
  });
}

/** A new token for each source: the old ones cannot be read back. */
export async function takeTokens(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const name of names) {
    const { token, ...kept } = makeSourceToken();
    await db.prisma.source.update({ where: { name }, data: kept });
    tokens.set(name, token);
  }
  return tokens;
}

/** Registers runs as `waybill run` would have. */
export async function registerRuns(db: Db, runs: readonly JobRun[]): Promise<void> {
  const jobs = [...new Set(runs.map((r) => r.job))];
  await db.prisma.job.createMany({
    data: jobs.map((name) => ({ id: BigInt(jobId(name, true)), name, sample: true })),
    skipDuplicates: true,
  });
  await db.prisma.run.createMany({
    data: runs.map((r) => ({
      id: BigInt(runId(jobId(r.job, true), r.run)),
      jobId: BigInt(jobId(r.job, true)),
      externalId: r.run,
      workloadId: BigInt(hashId("workload", r.workload.of.service, r.workload.environment, r.workload.of.team, "{}", false, true)),
      startedAt: new Date(r.start),
      endedAt: new Date(r.end),
      exitCode: r.exitCode,
      host: `${r.workload.of.service}-worker`,
      callers: [r.client],
      origin: "registered",
      sample: true,
    })),
    skipDuplicates: true,
  });
}
