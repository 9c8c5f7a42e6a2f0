import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { type Tx, writeJournal } from "../db/journal";
import { type Mapping, mappingSubject } from "../db/mapping";
import { getRetention } from "../db/setting";
import { enqueueTask } from "../db/task";
import { mappingKinds } from "../enrich/workload";
import { canonicalAddress, parseCidr } from "../model/address";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { optionalWord, word } from "./source-shape";

const shape = z.strictObject({
  /** Absent for a new one. */
  id: z.int().optional(),
  by: z.enum(mappingKinds),
  value: word.min(1, "is needed"),
  service: word.min(1, "is needed"),
  environment: optionalWord,
  team: optionalWord,
  priority: z.int().min(0).max(100_000).default(1000),
});

/** Says which workload a caller is. Records that are there are attributed again by a task of this transaction. */
export async function saveMapping(db: Db, actor: Actor, input: unknown): Promise<Mapping> {
  guard(actor, "mapping:manage");
  const { id, ...given } = parse(shape, input);
  const draft = {
    ...given,
    value: canonicalValue(given.by, given.value),
    environment: given.environment ?? null,
    team: given.team ?? null,
  };
  return db.prisma.$transaction(async (tx) => {
    const taken = await tx.workloadMapping.findUnique({ where: { by_value: { by: draft.by, value: draft.value } } });
    if (taken && taken.id !== id)
      throw new Problem("conflict", `value: it is mapped already, to ${taken.service}. Change that mapping instead.`, { field: "value" });
    const before = id === undefined ? null : await tx.workloadMapping.findUnique({ where: { id } });
    if (id !== undefined && !before) throw new Problem("not-found", "This mapping is not there any more.");
    const after = before
      ? await tx.workloadMapping.update({ where: { id }, data: draft })
      : await tx.workloadMapping.create({ data: { ...draft, createdBy: actor.name } });
    await writeJournal(tx, actor, {
      action: before ? "mapping.change" : "mapping.create",
      subject: mappingSubject(after),
      before: before && pick(before),
      after: pick(after),
    });
    await rejudgeAll(tx);
    return after as Mapping;
  });
}

/** Every record that is kept is attributed again; several changes in a row are one pass. */
export async function rejudgeAll(tx: Tx): Promise<void> {
  const { recordDays } = await getRetention({ prisma: tx });
  const since = new Date(Date.now() - (recordDays + 1) * 86_400_000).toISOString();
  await enqueueTask(tx, "rejudge", { since }, "rejudge:mapping");
}

export const pick = ({ by, value, service, environment, team, priority }: Omit<Mapping, "by"> & { by: string }) => ({
  by,
  value,
  service,
  environment,
  team,
  priority,
});

function canonicalValue(by: Mapping["by"], value: string): string {
  const refuse = (why: string): never => {
    throw new Problem("invalid", `value: ${why}`, { field: "value" });
  };
  if (by === "cidr") {
    const slash = value.indexOf("/");
    const address =
      canonicalAddress(slash < 0 ? value : value.slice(0, slash)) ?? refuse("write a network such as 10.20.0.0/16, or one address.");
    const text = slash < 0 ? `${address}/${address.includes(":") ? 128 : 32}` : `${address}${value.slice(slash)}`;
    return parseCidr(text) ? text : refuse("the network has host bits set, or a length that its family does not have.");
  }
  if (by === "tag") {
    const eq = value.indexOf("=");
    if (eq < 1 || eq === value.length - 1) refuse("write a tag as key=value.");
  }
  if (by === "account" && !/^[\w.:/-]+$/.test(value)) refuse("write the account's id as the log does.");
  return value;
}
