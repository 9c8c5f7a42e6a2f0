import { isScalar, isSeq, type Node } from "yaml";
import type { Policy, PolicyProblem, Rule, Unlisted } from "../model/policy";
import { parseGeo } from "./parse-geo";
import { type Groups, parseGroups } from "./parse-groups";
import { parseRule } from "./parse-rule";
import { type Field, Reader } from "./reader";
import { PolicyFile } from "./yaml";

export interface ParseOptions {
  /** Longest `review` the installation allows, days. */
  maxReviewDays?: number;
}

/** PCI DSS 1.2.7 asks for six months, good practice for a quarter: 92 days is the longest quarter. */
export const DEFAULT_MAX_REVIEW_DAYS = 92;
const MAX_RULES = 100_000;
// One destination of one rule is one entry of the index.
const MAX_DESTINATIONS = 1_000_000;
const keys = ["version", "unlisted", "groups", "geo", "rules"] as const;

/** @returns the policy, unless one of the problems is an error. Problems come in the order of the file. */
export function parsePolicy(yaml: string, options: ParseOptions = {}): { policy?: Policy; problems: PolicyProblem[] } {
  const file = new PolicyFile(yaml);
  const policy = file.problems.length > 0 ? undefined : read(file, options);
  const problems = file.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return problems.some((p) => p.severity === "error") ? { problems } : { policy, problems };
}

/** A version that was published once. Limits of the installation held then and are not asked again. */
export function readPublished(yaml: string): Policy | undefined {
  return parsePolicy(yaml, { maxReviewDays: Number.POSITIVE_INFINITY }).policy;
}

function read(file: PolicyFile, options: ParseOptions): Policy | undefined {
  const reader = new Reader(file);
  if (file.root === null) {
    reader.error({ line: 1, column: 1 }, "empty", "The file is empty.", "Start with `version: 1` and `rules: []`.");
    return undefined;
  }
  const top = reader.mapping(file.root, "The policy", keys);
  if (!top) return undefined;
  const version = top.get("version");
  if (!version) reader.error({ line: 1, column: 1 }, "missing", "`version` is missing.", "Write `version: 1` as the first line.");
  else if (!isScalar(version.node) || version.node.value !== 1)
    reader.error(
      version.node ? reader.place(version.node) : version.key,
      "bad-version",
      "The language has one version.",
      "Write `version: 1`.",
    );
  const unlisted = reader.oneOf<Unlisted>(top.get("unlisted"), "`unlisted`", ["deny", "report"]) ?? "deny";
  const groups = parseGroups(reader, top.get("groups"));
  const rules = items(reader, top.get("rules"), "rules", true);
  return {
    version: 1,
    unlisted,
    groups: groups.list,
    geo: unique(
      reader,
      items(reader, top.get("geo"), "geo", false).flatMap((n) => parseGeo(reader, n, groups) ?? []),
    ),
    rules: checkRules(reader, rules, groups, options),
  };
}

function checkRules(reader: Reader, nodes: readonly (Node | null)[], groups: Groups, options: ParseOptions): Rule[] {
  if (nodes.length > MAX_RULES) {
    reader.error(reader.place(nodes[MAX_RULES]), "too-many-rules", `There are ${nodes.length} rules; at most ${MAX_RULES} are read.`);
    return [];
  }
  const maxReviewDays = options.maxReviewDays ?? DEFAULT_MAX_REVIEW_DAYS;
  const rules: Rule[] = [];
  let destinations = 0;
  for (const node of nodes) {
    const rule = parseRule(reader, node, groups, maxReviewDays);
    if (!rule) continue;
    destinations += rule.to.host?.length ?? rule.to.cidr?.length ?? 1;
    if (destinations > MAX_DESTINATIONS) {
      reader.error(reader.place(node), "too-many-destinations", `With this rule there are more than ${MAX_DESTINATIONS} destinations.`);
      return [];
    }
    rules.push(rule);
  }
  return unique(reader, rules);
}

function items(reader: Reader, field: Field | undefined, what: string, needed: boolean): (Node | null)[] {
  if (field && isSeq(field.node)) return field.node.items as (Node | null)[];
  if (field) reader.error(field.key, "wrong-type", `\`${what}\` must be a list (each entry starts with "- ").`);
  else if (needed) reader.error({ line: 1, column: 1 }, "missing", `\`${what}\` is missing.`, `Write \`${what}: []\` for none.`);
  return [];
}

/** Findings, confirmations and links hang on the id. */
function unique<T extends Pick<Rule, "id" | "places">>(reader: Reader, all: T[]): T[] {
  const seen = new Map<string, T>();
  for (const one of all) {
    const first = seen.get(one.id);
    if (first)
      reader.error(
        one.places!["id"] ?? one.places![""]!,
        "duplicate-id",
        `The id ${one.id} is already used on line ${first.places!["id"]?.line ?? first.places![""]!.line}.`,
        "Ids are never reused: choose another.",
      );
    else seen.set(one.id, one);
  }
  return all;
}
