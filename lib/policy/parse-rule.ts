import { isMap, isScalar, isSeq, type Node } from "yaml";
import { endpointKinds, type From, type Place, type Rule, type To, type Who } from "../model/policy";
import { nameProofs } from "../model/verdict";
import type { Groups } from "./parse-groups";
import { readDay, readPorts, readProtocols, readRegions } from "./parse-values";
import type { Field, Reader } from "./reader";
import { quote } from "./yaml";

const ruleKeys = [
  "id",
  "from",
  "to",
  "effect",
  "kind",
  "owner",
  "reason",
  "ticket",
  "proof",
  "review",
  "mode",
  "until",
  "priority",
] as const;
const whoKeys = ["service", "environment", "team", "tags"] as const;
export const fromKeys = [...whoKeys, "except"] as const;
const toKeys = ["host", "cidr", "region", "port", "protocol", "asn"] as const;
const proofs = nameProofs.filter((p) => p !== "contradicted");

export type Places = Record<string, Place>;

export function readId(reader: Reader, field: Field | undefined, at: Place, what: string): string | undefined {
  if (!field) reader.error(at, "missing", `${what} has no \`id\`.`, "Give it a name that stays, such as billing-card-charges.");
  const word = reader.word(field, "`id`", 100);
  if (!word || /^[a-z0-9][a-z0-9._-]*$/i.test(word.text)) return word?.text;
  reader.error(
    word.at,
    "bad-id",
    `${quote(word.text)} is no id: letters, digits, dot, dash, underscore.`,
    "Write for example billing-card-charges.",
  );
  return undefined;
}

/** The id as it stands, for messages about keys beside it. */
const idIn = (node: Node | null): string | undefined => {
  const id = isMap(node) ? node.get("id") : undefined;
  return typeof id === "string" ? id : undefined;
};

export function parseRule(outer: Reader, node: Node | null, groups: Groups, maxReviewDays: number): Rule | undefined {
  const fields = outer.of(idIn(node)).mapping(node, "A rule", ruleKeys);
  if (!fields) return undefined;
  const at = outer.place(node);
  const id = readId(outer, fields.get("id"), at, "A rule");
  const reader = outer.of(id);
  const places: Places = { "": at };
  for (const [key, field] of fields) places[key] = field.node ? reader.place(field.node) : field.key;
  const text = (key: "owner" | "reason" | "ticket"): string | undefined => reader.word(fields.get(key), `\`${key}\``, 1000)?.text;
  const effect = reader.oneOf(fields.get("effect"), "`effect`", ["allow", "deny"] as const) ?? "allow";
  const mode = reader.oneOf(fields.get("mode"), "`mode`", ["enforce", "report"] as const) ?? "enforce";
  const until = readDay(reader, reader.word(fields.get("until"), "`until`"));
  if (mode === "report" && !fields.has("until"))
    reader.error(
      places["mode"]!,
      "report-without-end",
      "A rule in report mode must say until when.",
      "Add `until: YYYY-MM-DD`, the last day it reports.",
    );
  if (mode === "report" && effect === "deny")
    reader.error(
      places["mode"]!,
      "report-deny",
      "A rule that denies cannot be in report mode.",
      "Use `effect: allow` with `mode: report`: it is reported until its day, and judged by the other rules afterwards.",
    );
  const rule: Rule = {
    id: id ?? "",
    from: readFrom(reader, fields.get("from"), groups, places),
    to: readTo(reader, fields.get("to"), groups, places),
    effect,
    mode,
    priority: reader.integer(fields.get("priority"), "`priority`", 0, 1_000_000) ?? 1000,
    kind: reader.oneOf(fields.get("kind"), "`kind`", endpointKinds),
    owner: text("owner"),
    reason: text("reason"),
    ticket: text("ticket"),
    proof: reader.oneOf(fields.get("proof"), "`proof`", proofs),
    review: readReview(reader, fields.get("review"), maxReviewDays),
    until,
    places,
  };
  return id === undefined ? undefined : rule;
}

function readReview(reader: Reader, field: Field | undefined, max: number): number | undefined {
  const word = reader.word(field, "`review`");
  if (!word) return undefined;
  const days = Number(/^([1-9]\d{0,3})d$/.exec(word.text)?.[1]);
  if (Number.isNaN(days)) reader.error(word.at, "bad-review", `\`review\` is a number of days such as 90d, not ${quote(word.text)}.`);
  else if (days > max)
    reader.error(
      word.at,
      "review-too-long",
      `\`review\` of ${days} days is over the ${max} that this installation allows.`,
      `Write ${max}d or less.`,
    );
  else return days;
  return undefined;
}

export function readWho(reader: Reader, fields: Map<string, Field>, groups: Groups, places: Places, path: string): Who {
  const who: Who = {};
  for (const key of ["service", "environment", "team"] as const) {
    const field = fields.get(key);
    const words = reader.words(field, `\`${key}\``);
    if (!field || !words) continue;
    places[`${path}.${key}`] = field.node ? reader.place(field.node) : field.key;
    who[key] = groups.expand(reader, words, key);
  }
  const tags = fields.get("tags");
  if (tags) {
    const entries = reader.mapping(tags.node, "`tags`", undefined, tags.key);
    places[`${path}.tags`] = tags.key;
    if (entries?.size === 0) reader.error(tags.key, "empty", "`tags` names nothing.", "Leave the key out to ask nothing.");
    who.tags = [...(entries ?? [])]
      .map(([key, field]) => ({ key, values: [...new Set(reader.words(field, `The tag ${quote(key)}`)?.map((w) => w.text) ?? [])] }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  return who;
}

export function readFrom(reader: Reader, field: Field | undefined, groups: Groups, places: Places): From {
  const fields = field ? reader.mapping(field.node, "`from`", fromKeys, field.key) : undefined;
  return fields ? readFromFields(reader, fields, groups, places) : {};
}

export function readFromFields(reader: Reader, fields: Map<string, Field>, groups: Groups, places: Places): From {
  const from: From = readWho(reader, fields, groups, places, "from");
  const except = fields.get("except");
  if (!except) return from;
  const nodes = isSeq(except.node) ? (except.node.items as Node[]) : [except.node];
  from.except = nodes.flatMap((node) => {
    const inner = reader.mapping(node, "`except`", whoKeys, except.key);
    if (inner?.size !== 0) return inner ? [readWho(reader, inner, groups, places, "from.except")] : [];
    // An empty exception would match everybody and silence the rule.
    reader.error(node ? reader.place(node) : except.key, "empty", "`except` names nobody.", "Leave the key out.");
    return [];
  });
  return from;
}

function readTo(reader: Reader, field: Field | undefined, groups: Groups, places: Places): To {
  const fields = field ? reader.mapping(field.node, "`to`", toKeys, field.key) : undefined;
  const to: To = {};
  for (const [key, f] of fields ?? []) places[`to.${key}`] = f.node ? reader.place(f.node) : f.key;
  for (const key of ["host", "cidr"] as const) {
    const words = reader.words(fields?.get(key), `\`${key}\``);
    if (!words) continue;
    const at: Place[] = [];
    to[key] = groups.expand(reader, words, key, at);
    for (let i = 0; i < at.length; i++) places[`to.${key}.${i}`] = at[i]!;
  }
  const region = reader.words(fields?.get("region"), "`region`");
  if (region) to.region = readRegions(reader, region);
  const protocol = reader.words(fields?.get("protocol"), "`protocol`");
  if (protocol) to.protocol = readProtocols(reader, protocol);
  const port = fields?.get("port");
  if (port) to.port = readPorts(reader, port);
  const asn = fields?.get("asn");
  if (asn) to.asn = readAsns(reader, asn);
  return to;
}

function readAsns(reader: Reader, field: Field): number[] | undefined {
  const asns = reader.nodes(field, "`asn`")?.flatMap((node) => {
    const value = isScalar(node) ? node.value : undefined;
    const n = typeof value === "string" ? Number(/^AS(\d{1,10})$/i.exec(value)?.[1]) : value;
    if (typeof n === "number" && Number.isInteger(n) && n > 0 && n <= 0xffffffff) return [n];
    reader.error(reader.place(node), "bad-asn", "`asn` is the number of an autonomous system, such as 64500.");
    return [];
  });
  return asns && [...new Set(asns)].sort((a, b) => a - b);
}
