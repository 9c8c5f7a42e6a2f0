import { listSourceStates } from "../../db/audit-subjects/sources";
import type { Assembler } from "./period";

export const assembleSources: Assembler = async function* (db, period) {
  const rows = await listSourceStates(db, period);
  yield {
    kind: "source",
    done: 1,
    subjects: rows.map((r) => {
      const at = r.sample ? Math.min(period.until, r.sampleUntil ?? period.until) : period.until;
      return {
        source: r.name,
        service: r.service ?? undefined,
        environment: r.environment ?? undefined,
        team: r.team ?? undefined,
        sample: r.sample,
        silentAfterMs: r.silentAfterMs,
        usualSilenceMs: r.longestSilenceMs === null ? undefined : r.longestSilenceMs + (r.lagMs ?? 0),
        lines: r.lines ?? undefined,
        rejected: r.rejected ?? undefined,
        createdAt: r.createdAt,
        lastRecordAt: r.heardAt ?? undefined,
        at,
        firstSeen: r.heardAt ?? r.createdAt,
        lastSeen: at,
      };
    }),
  };
};
