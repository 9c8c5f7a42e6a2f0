import type { Tx } from "./journal";

/** A job known by when and from where it runs; minutes after midnight UTC, weekdays from 0 (Sunday). */
export interface JobWindow {
  id: number;
  job: string;
  cidr: string;
  startMinute: number;
  minutes: number;
  weekdays: number[];
  createdBy: string | null;
}

export function listJobWindows(db: { prisma: Pick<Tx, "$queryRaw"> }): Promise<JobWindow[]> {
  return db.prisma.$queryRaw<JobWindow[]>`
    select id, job, cidr::text as cidr, start_minute as "startMinute", minutes, weekdays, created_by as "createdBy"
    from job_window order by job, start_minute, id`;
}

export async function insertJobWindow(tx: Tx, window: Omit<JobWindow, "id">): Promise<number> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    insert into job_window (job, cidr, start_minute, minutes, weekdays, created_by)
    values (${window.job}, ${window.cidr}::inet, ${window.startMinute}, ${window.minutes}, ${window.weekdays}, ${window.createdBy}) returning id`;
  return rows[0]!.id;
}

export async function updateJobWindow(tx: Tx, id: number, window: Omit<JobWindow, "id" | "createdBy">): Promise<void> {
  await tx.$executeRaw`
    update job_window set job = ${window.job}, cidr = ${window.cidr}::inet, start_minute = ${window.startMinute}, minutes = ${window.minutes},
      weekdays = ${window.weekdays} where id = ${id}`;
}

/** `null` where it is not there any more; locked until the transaction ends. */
export async function lockJobWindow(tx: Tx, id: number): Promise<Omit<JobWindow, "id"> | null> {
  const rows = await tx.$queryRaw<Omit<JobWindow, "id">[]>`
    select job, cidr::text as cidr, start_minute as "startMinute", minutes, weekdays, created_by as "createdBy" from job_window where id = ${id} for update`;
  return rows[0] ?? null;
}

export async function deleteWindow(tx: Tx, id: number): Promise<void> {
  await tx.jobWindow.delete({ where: { id } });
}
