import { and, where } from "./ast";
import { type FieldId, isField } from "./fields";
import { parseQuery } from "./parse";
import { defaultPeriod, zoneOr } from "./period";
import { printQuery } from "./print";

/** Columns of the list: fields, and what every record has. */
export type ColumnId = FieldId | "time" | "count";

/** The explorer as its address says it. `v=1` names this meaning of the parameters; it is understood for ever. */
export interface ExplorerView {
  /** As written: it may not parse. */
  q: string;
  from: string;
  to: string;
  /** Zone that times are shown and buckets are cut in. */
  tz: string;
  columns: readonly ColumnId[];
  density: "compact" | "roomy";
  /** The record that is looked at. */
  peek?: string | undefined;
}

export const defaultColumns: readonly ColumnId[] = [
  "time",
  "outcome",
  "service",
  "environment",
  "dst",
  "dport",
  "method",
  "path",
  "status",
  "bytes_out",
  "duration",
  "source",
];

const isColumn = (id: string): id is ColumnId => id === "time" || id === "count" || isField(id);

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Never fails: what cannot be read is as if it were not there, but a query stays as written, to be mended. */
export function parseView(params: Params): ExplorerView {
  const one = (name: string): string | undefined => {
    const value = params[name];
    return typeof value === "string" ? value : value?.[0];
  };
  const columns = (one("columns") ?? "").split(",").filter(isColumn);
  const peek = one("peek");
  return {
    q: scoped(one("q") ?? "", { team: one("team"), environment: one("environment"), service: one("service") }),
    from: one("from") || defaultPeriod.from,
    to: one("to") || defaultPeriod.to,
    tz: zoneOr(one("tz")),
    columns: columns.length > 0 ? [...new Set(columns)] : defaultColumns,
    density: one("density") === "roomy" ? "roomy" : "compact",
    ...(peek && { peek }),
  };
}

/** Homes carry team and environment beside the period; here they are conditions like any other. */
function scoped(q: string, scope: { team?: string | undefined; environment?: string | undefined; service?: string | undefined }): string {
  const given = (["team", "environment", "service"] as const).flatMap((f) =>
    scope[f] ? [where(f, { kind: "exact", text: scope[f] })] : [],
  );
  const { query } = parseQuery(q);
  return given.length > 0 && query ? printQuery(and(query, ...given)) : q;
}

/** Parameters of the view: what is as usual is left out, except the version and the period. */
export function viewParams(view: ExplorerView): URLSearchParams {
  const params = new URLSearchParams({ v: "1" });
  if (view.q) params.set("q", view.q);
  params.set("from", view.from);
  params.set("to", view.to);
  if (view.tz !== "UTC") params.set("tz", view.tz);
  if (view.columns.join() !== defaultColumns.join()) params.set("columns", view.columns.join());
  if (view.density !== "compact") params.set("density", view.density);
  if (view.peek) params.set("peek", view.peek);
  return params;
}

export const viewHref = (view: ExplorerView): string => `/connections?${viewParams(view)}`;
