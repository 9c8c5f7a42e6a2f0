import type { Geography } from "../enrich/country";
import type { Db } from "./client";

/** Whether anything of the sample estate is here, so that pages can say so. */
export async function hasSample(db: Db): Promise<boolean> {
  return (await db.prisma.source.findFirst({ where: { sample: true }, select: { id: true } })) !== null;
}

/** Where the sample estate says that documentation addresses are. */
export async function findSampleGeography(db: Db): Promise<({ cidr: string } & Geography)[]> {
  const row = await db.prisma.setting.findUnique({ where: { key: "sample.geography" } });
  return Array.isArray(row?.value) ? (row.value as unknown as ({ cidr: string } & Geography)[]) : [];
}
