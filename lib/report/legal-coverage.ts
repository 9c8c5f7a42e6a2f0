import { geographer } from "../enrich/country";
import type { Answered, Coverage } from "./answer";
import type { Transfer } from "./transfers";

const facts = { location: "location", operator: "operator" } as const;

/** What every legal panel rests on: two databases with their dates, and how much they could not place. */
export function legalCoverage(transfers: readonly Transfer[]): Coverage {
  const sources = geographer().sources.flatMap((s) =>
    s.fact === "location" || s.fact === "operator" ? [`${facts[s.fact]} by ${s.name} of ${s.date.toISOString().slice(0, 10)}`] : [],
  );
  const unplaced = transfers.filter((t) => t.countries.length === 0).length;
  const bytes = new Map<string, number>();
  for (const t of transfers) bytes.set(t.destination, (bytes.get(t.destination) ?? 0) + t.bytesOut);
  const silent = [...bytes.values()].filter((sum) => sum === 0).length;
  const fresh = Math.max(0, ...transfers.map((t) => t.lastSeen.getTime()));
  return {
    basis: `${new Set(transfers.map((t) => t.service)).size} services to ${new Set(transfers.map((t) => t.destination)).size} destinations`,
    ...(fresh ? { freshUntil: fresh } : {}),
    notes: [
      `approximate: ${sources.join(", ") || "no country database is installed"}`,
      ...(unplaced > 0 ? [`${unplaced} of ${transfers.length} could not be placed (CDN, disagreement, or not listed)`] : []),
      ...(silent > 0 ? [`of ${silent} no log tells how many bytes left`] : []),
    ],
    sample: transfers.some((t) => t.sample),
  };
}

export const nothingLeft: NonNullable<Answered["empty"]> = {
  why: "No outbound traffic was seen to leave in this period and scope: widen the period, or check that sources are sending.",
  action: { label: "See the sources", href: "/sources" },
};
