import type { Db } from "./client";
import type { Prisma } from "./generated/prisma/client";
import type { Tx } from "./journal";

export async function findSetting(tx: Pick<Tx, "setting">, key: string): Promise<unknown> {
  return (await tx.setting.findUnique({ where: { key }, select: { value: true } }))?.value;
}

export async function saveSetting(tx: Tx, key: string, value: Prisma.InputJsonValue, by: string): Promise<void> {
  await tx.setting.upsert({ where: { key }, create: { key, value, updatedBy: by }, update: { value, updatedBy: by } });
}

export interface Retention {
  /** Connection records, their raw lines and rejected lines. */
  recordDays: number;
  /** Roll-ups: what the homes are drawn from. */
  rollupDays: number;
}

export const defaultRetention: Retention = { recordDays: 30, rollupDays: 400 };

/** How long what is kept; the defaults until somebody changed them. */
export async function getRetention(
  db: Db | { prisma: Pick<Tx, "setting"> },
): Promise<Retention & { updatedAt?: Date; updatedBy?: string }> {
  const row = await db.prisma.setting.findUnique({ where: { key: "retention" } });
  const value = (row?.value ?? {}) as Partial<Retention>;
  return {
    recordDays: Number.isInteger(value.recordDays) ? value.recordDays! : defaultRetention.recordDays,
    rollupDays: Number.isInteger(value.rollupDays) ? value.rollupDays! : defaultRetention.rollupDays,
    updatedAt: row?.updatedAt,
    updatedBy: row?.updatedBy ?? undefined,
  };
}
