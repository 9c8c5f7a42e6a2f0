import type { Db } from "./client";

/** Whether anything of the sample estate is here, so that pages can say so. */
export async function hasSample(db: Db): Promise<boolean> {
  return (await db.prisma.source.findFirst({ where: { sample: true }, select: { id: true } })) !== null;
}
