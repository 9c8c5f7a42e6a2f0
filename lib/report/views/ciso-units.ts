import { guard } from "../../model/role";
import { and, has, not, type Query } from "../../query/ast";
import { connectionsHref, queryOf } from "../../query/link";
import type { Matrix } from "../answer";
import { conformity, coverageOf, nothingJudged, readCounted, totalsOf } from "../counted";
import { countedKinds } from "../counted-kinds";
import { defineView } from "../view";

export const cisoUnits = defineView<Matrix>({
  id: "ciso-units",
  question: "Which team and environment conform least?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const counted = await readCounted(db, actor, q);
    const columns = [...new Set(counted.map((r) => r.environment))].sort(byName);
    const ratio = (team: string | null, environment?: string | null) =>
      conformity(totalsOf(counted.filter((r) => r.team === team && (environment === undefined || r.environment === environment))));
    // Worst team first; one without judged traffic last.
    const rows = [...new Set(counted.map((r) => r.team))].sort((a, b) => (ratio(a) ?? 2) - (ratio(b) ?? 2) || byName(a, b));
    const href = (team: string | null, environment: string | null) =>
      connectionsHref(
        and(
          queryOf({ team: team ?? undefined, environment: environment ?? undefined, outcome: ["violation", "reported"] }),
          ...missing(team, environment),
          countedKinds(counted.filter((r) => r.team === team && r.environment === environment)),
        ),
        q.period,
      );
    return {
      answer: {
        form: "matrix",
        unit: "ratio",
        rowLabel: "Team",
        columnLabel: "environment",
        rows: rows.map((r) => r ?? "no team"),
        columns: columns.map((c) => c ?? "no environment"),
        cells: rows.map((team) => columns.map((environment) => ratio(team, environment))),
        links: rows.map((team) => columns.map((environment) => (ratio(team, environment) === null ? null : href(team, environment)))),
      },
      coverage: coverageOf(counted),
      ...(counted.length === 0 ? { empty: nothingJudged } : {}),
    };
  },
});

const missing = (team: string | null, environment: string | null): Query[] => [
  ...(team === null ? [not(has("team"))] : []),
  ...(environment === null ? [not(has("environment"))] : []),
];
const byName = (a: string | null, b: string | null): number => (a === null ? 1 : b === null ? -1 : a.localeCompare(b));
