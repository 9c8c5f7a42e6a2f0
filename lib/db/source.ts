import { createHash, randomBytes } from "node:crypto";
import type { Db } from "./client";
import type { Prisma, Source as SourceRow } from "./generated/prisma/client";
import type { Tx } from "./journal";

/** What a source tells of every record it brings. */
export interface SourceTags {
  service?: string;
  environment?: string;
  team?: string;
}

/** Choices of the format, as {@link ReadOptions} takes them. */
export interface SourceOptions {
  fields?: string;
  timezone?: string;
  internal?: string[];
}

/** What a source may send. Without a rate, what there is room for. */
export interface RateLimit {
  linesPerSecond?: number | undefined;
  bytesPerSecond?: number | undefined;
  /** Seconds of the rate that may come at once. */
  burstSeconds?: number | undefined;
}

export interface Source extends Omit<SourceRow, "options" | "tags" | "rateLimit" | "tokenHash"> {
  options: SourceOptions;
  tags: SourceTags;
  rateLimit: RateLimit;
}

const toSource = ({ tokenHash: _, ...row }: SourceRow): Source => ({
  ...row,
  options: row.options as SourceOptions,
  tags: row.tags as SourceTags,
  rateLimit: row.rateLimit as RateLimit,
});

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** A new token: shown once, kept as its hash and its last six characters. */
export function makeSourceToken(): { token: string; tokenHash: string; tokenHint: string } {
  let bits = 0n;
  for (const byte of randomBytes(32)) bits = (bits << 8n) | BigInt(byte);
  // 256 bits are 51.2 letters of five bits: the last one carries one bit.
  const token = `wb_${Array.from({ length: 52 }, (_, i) => alphabet[Number(((bits << 4n) >> BigInt(5 * (51 - i))) & 31n)]).join("")}`;
  return { token, tokenHash: hashSourceToken(token), tokenHint: token.slice(-6) };
}

export const hashSourceToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** The source that a bearer token speaks for, also when it is disabled: the receiver says so. */
export async function findSourceByToken(db: Db, token: string): Promise<Source | undefined> {
  if (!/^wb_[a-z2-7]{52}$/.test(token)) return undefined;
  const row = await db.prisma.source.findUnique({ where: { tokenHash: hashSourceToken(token) } });
  return row ? toSource(row) : undefined;
}

export async function findSource(tx: Pick<Tx, "source">, id: number): Promise<Source | undefined> {
  const row = await tx.source.findUnique({ where: { id } });
  return row ? toSource(row) : undefined;
}

/** As {@link findSource}, held to the end of the transaction: what is decided by how it stands is then still so. */
export async function lockSource(tx: Tx, id: number): Promise<Source | undefined> {
  await tx.$queryRaw`select id from source where id = ${id} for update`;
  return findSource(tx, id);
}

export async function findSourceByName(tx: Pick<Tx, "source">, name: string): Promise<Source | undefined> {
  const row = await tx.source.findUnique({ where: { name } });
  return row ? toSource(row) : undefined;
}

export type SourceDraft = Pick<
  Source,
  "name" | "format" | "options" | "tags" | "keepQueries" | "keepUsers" | "keepInternal" | "silentAfter"
> &
  Partial<Pick<Source, "sampling" | "rateLimit"> & KeptReasons>;

/** Of what a source keeps in full: why, by whom and since when. */
export type KeptReasons = Pick<Source, `keep${"Queries" | "Users"}${"Reason" | "By" | "Since"}`>;

const toData = (draft: Partial<SourceDraft>) => ({
  ...draft,
  options: draft.options as Prisma.InputJsonValue | undefined,
  tags: draft.tags as Prisma.InputJsonValue | undefined,
  rateLimit: draft.rateLimit as Prisma.InputJsonValue | undefined,
});

/** @returns undefined when the name is taken. */
export async function insertSource(
  tx: Tx,
  draft: SourceDraft & { tokenHash: string; tokenHint: string; createdBy: string; sample?: boolean },
): Promise<Source | undefined> {
  const { count } = await tx.source.createMany({
    data: [{ ...draft, ...toData(draft), options: draft.options as Prisma.InputJsonValue, tags: draft.tags as Prisma.InputJsonValue }],
    skipDuplicates: true,
  });
  return count === 1 ? findSourceByName(tx, draft.name) : undefined;
}

export async function updateSource(
  tx: Tx,
  id: number,
  change: Partial<SourceDraft> & { tokenHash?: string; tokenHint?: string; disabledAt?: Date | null },
): Promise<Source> {
  return toSource(await tx.source.update({ where: { id }, data: { ...change, ...toData(change) } }));
}

/** The field mappings that sources are read with, to begin another one from. */
export async function listFieldMaps(db: Db): Promise<{ id: number; name: string; fields: string | undefined }[]> {
  const rows = await db.prisma.source.findMany({
    where: { format: "mapped" },
    select: { id: true, name: true, options: true },
    orderBy: { name: "asc" },
    take: 200,
  });
  return rows.map(({ options, ...row }) => ({ ...row, fields: (options as SourceOptions).fields }));
}
