import type { WorkloadOutcome } from "../db/outcome-count";
import { and, has, not, or, type Query, where } from "../query/ast";
import { queryOf } from "../query/link";
import { printQuery } from "../query/print";

type Counted = Pick<WorkloadOutcome, "service" | "environment" | "team" | "kind">;

/** Characters; a longer list of names would not be read, and addresses have limits. */
const maxLength = 2000;

/**
 * The condition under which a list of observations holds each activity as often as a figure counted it: of every workload
 * requests, else connections. Without it an activity that two logs saw would stand in the list twice.
 */
export function countedKinds(rows: readonly Counted[]): Query {
  const workloads = [...new Map(rows.map((r) => [`${r.service}\0${r.environment}\0${r.team}`, r])).values()];
  const [requests, connections] = (["request", "connection"] as const).map((kind) => workloads.filter((w) => w.kind === kind));
  if (connections!.length === 0) return kindIs("request");
  if (requests!.length === 0) return kindIs("connection");
  // Whichever can be said in fewer names: workloads counted by connections have no requests anyway.
  const whose = connections!.length <= requests!.length ? named(connections!, requests!) : not(named(requests!, connections!));
  const query = or(kindIs("request"), and(kindIs("connection"), whose));
  return printQuery(query).length <= maxLength ? query : queryOf({ kind: ["request", "connection"] });
}

const kindIs = (kind: Counted["kind"]): Query => queryOf({ kind });

/** The workloads by service alone where no other workload of that service is of the other kind. */
function named(workloads: readonly Counted[], others: readonly Counted[]): Query {
  const shared = new Set(others.map((w) => w.service));
  const services = [...new Set(workloads.map((w) => w.service))].filter((s) => !shared.has(s)).sort();
  const single = workloads.filter((w) => shared.has(w.service)).map(one);
  return or(...(services.length > 0 ? [where("service", ...services.map((text) => ({ kind: "exact" as const, text })))] : []), ...single);
}

const one = ({ service, environment, team }: Counted): Query =>
  and(
    queryOf({ service, environment: environment ?? undefined, team: team ?? undefined }),
    ...(environment === null ? [not(has("environment"))] : []),
    ...(team === null ? [not(has("team"))] : []),
  );
