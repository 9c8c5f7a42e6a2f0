import type { Db } from "../../db/client";
import type { SubjectKind } from "../../model/audit-subject";
import { assemblePairs } from "./pairs";
import type { Assembler, AuditPeriod, Chunk } from "./period";
import { assemblePolicyRules } from "./policy-rules";
import { assembleSources } from "./sources";
import { assembleTraffic } from "./traffic";

const assemblers: readonly { kinds: readonly SubjectKind[]; assemble: Assembler }[] = [
  { kinds: ["policy-rule"], assemble: assemblePolicyRules },
  { kinds: ["source"], assemble: assembleSources },
  { kinds: ["traffic"], assemble: assembleTraffic },
  { kinds: ["pair-hour", "pair-day"], assemble: assemblePairs },
];

/** All subjects of the kinds wanted, some at a time; `done` is the share of the whole. */
export async function* assemble(db: Db, period: AuditPeriod, wanted: ReadonlySet<SubjectKind>): AsyncGenerator<Chunk> {
  const asked = assemblers.filter((a) => a.kinds.some((k) => wanted.has(k)));
  for (const [i, { assemble: read }] of asked.entries())
    for await (const chunk of read(db, period, wanted)) yield { ...chunk, done: (i + chunk.done) / asked.length };
}
