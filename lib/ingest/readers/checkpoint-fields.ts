import { readCef } from "./cef";
import { splitCsv } from "./csv";
import { type JsonObject, readObject } from "./json";
import { readPairs } from "./key-value";
import { readLeef } from "./leef";
import { unwrap } from "./unwrap";

/** Fields by Check Point's own names; what says "nothing" is not among them. */
export type CheckpointFields = ReadonlyMap<string, string>;

/** A connection passes several layers; what comes last of these decided. */
const byLayer = /^(?:rule|match_id|layer_|parent_rule)/;
const nothing = new Set(["", "-", "N/A", "n/a", "Undefined", "null"]);

class Fields extends Map<string, string> {
  put(key: string, value: string): void {
    const text = value.trim();
    if (text.length < 10 && nothing.has(text)) return;
    if (this.get(key) === undefined || byLayer.test(key)) this.set(key, text);
  }
}

const eventNames: Record<string, string> = {
  act: "action",
  rt: "time",
  devTime: "time",
  spt: "s_port",
  srcPort: "s_port",
  dpt: "service",
  dstPort: "service",
  sourceTranslatedAddress: "xlatesrc",
  sourceTranslatedPort: "xlatesport",
  destinationTranslatedAddress: "xlatedst",
  destinationTranslatedPort: "xlatedport",
  srcPostNAT: "xlatesrc",
  dstPostNAT: "xlatedst",
  suser: "src_user_name",
  usrName: "src_user_name",
  shost: "src_machine_name",
  request: "resource",
  url: "resource",
  requestMethod: "method",
  requestClientApplication: "web_client_type",
  requestContext: "referrer",
  dhost: "http_host",
  duration: "elapsed",
};

/** Columns of the log view's export, in their usual order. */
const exported =
  "num date clock interface origin type action service s_port src dst proto rule rule_name current_rule user info product src_machine_name src_user_name".split(
    " ",
  );

/** @returns undefined where the line holds no fields of Check Point. */
export function readCheckpointFields(line: string, columns: readonly string[] = exported, depth = 0): CheckpointFields | undefined {
  const text = line.trimStart();
  if (text.charCodeAt(0) === 123) {
    const object = readObject(text);
    if (!object) return undefined;
    if ("loguid" in object || "src" in object || "ifdir" in object || "product" in object) return readJson(object);
    const inner = unwrap(object);
    if (typeof inner === "string") return depth < 3 ? readCheckpointFields(inner, columns, depth + 1) : undefined;
    return inner && readJson(inner);
  }
  if (text.includes("|Check Point|")) return readEventFormat(text);
  if (/^"[0-9]{0,12}" "/.test(text)) return readExport(text, columns);
  const bracket = openingOf(text);
  if (bracket >= 0) return readList(text, bracket + 1);
  if (/\b(?:loguid|ifdir|i\/f_dir|has_accounting)=/.test(text)) return text.includes("|") ? readBars(text) : renamed(readPairs(text));
  if (/; src: [^;]{2,64};/.test(text)) return readTracker(text);
  return undefined;
}

/** Where the list opens, behind any header; -1 where there is none. */
function openingOf(text: string): number {
  const quote = text.indexOf(':"');
  const bracket = quote < 0 || quote > 2000 ? -1 : text.lastIndexOf("[", quote);
  return bracket >= 0 && /^[a-z_]{2,40}:?$/.test(text.slice(bracket + 1, quote)) ? bracket : -1;
}

/** [key:"value"; key:"value"]: a bracket inside a value is escaped, a quote not always. */
function readList(line: string, from: number): CheckpointFields {
  const fields = new Fields();
  let at = from;
  for (;;) {
    while (line.charCodeAt(at) === 32) at++;
    const quote = line.indexOf('"', at);
    let to = quote;
    while (to > at && line.charCodeAt(to - 1) === 58) to--;
    if (quote < 0 || to === quote || to === at || to - at > 80) return fields;
    let end = line.indexOf('"', quote + 1);
    while (end >= 0 && !endsValue(line.charCodeAt(end + 1))) end = line.indexOf('"', end + 1);
    const value = line.slice(quote + 1, end < 0 ? undefined : end);
    fields.put(line.slice(at, to), value.includes("\\") ? value.replace(/\\([\]"\\])/g, "$1") : value);
    if (end < 0) return fields;
    at = end + 2;
  }
}

/** A semicolon, a closing bracket, a blank or nothing. */
const endsValue = (code: number): boolean => Number.isNaN(code) || code === 59 || code === 93 || code <= 32;

function readEventFormat(line: string): CheckpointFields | undefined {
  // A gateway without a name of its own leaves a part of the header empty.
  const text = line.replace(/^(.{0,512}?(?:CEF: ?)?0\|)\|/s, "$1");
  const attributes = text.includes("LEEF:") ? readLeef(text)?.attributes : readCef(text)?.extension;
  if (!attributes) return undefined;
  const rule = attributes.get("cs2Label") === "Rule Name" ? attributes.get("cs2") : undefined;
  if (rule) attributes.set("rule_name", rule);
  return renamed(attributes);
}

function renamed(pairs: ReadonlyMap<string, string>): CheckpointFields {
  const fields = new Fields();
  for (const [key, value] of pairs) fields.put(eventNames[key] ?? key, value);
  return fields;
}

/** The exporter's Splunk notation and OPSEC LEA: key=value between bars, escaped by a backslash. */
function readBars(line: string): CheckpointFields {
  const fields = new Fields();
  for (const part of line.split("|")) {
    const equals = part.indexOf("=");
    if (equals > 0)
      fields.put(part.slice(0, equals).slice(part.lastIndexOf(" ", equals) + 1), part.slice(equals + 1).replace(/\\([=|\\])/g, "$1"));
  }
  return fields;
}

/** Tables of layers are lists; their names end in the path to them. */
function readJson(object: JsonObject): CheckpointFields {
  const fields = new Fields();
  for (const [key, value] of Object.entries(object)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === "string" || typeof last === "number") fields.put(eventNames[key] ?? key.replace(/_\._.*$/, ""), String(last));
  }
  return fields;
}

function readExport(line: string, columns: readonly string[]): CheckpointFields {
  const fields = new Fields();
  splitCsv(line, " ").forEach((cell, at) => {
    if (columns[at]) fields.put(columns[at], cell);
  });
  return fields;
}

/** `fw log`: date, action and origin, then "key: value;". */
function readTracker(line: string): CheckpointFields {
  const fields = new Fields();
  const head =
    /^(?:([0-9]{1,2}[A-Z][a-z]{2}[0-9]{4}) +)?([0-9]{1,2}:[0-9]{2}:[0-9]{2}) (?:\S{1,40} ){0,4}?([a-z]{3,12}) +\S{1,80} +[<>]/.exec(line);
  if (head?.[1]) fields.put("date", head[1]);
  if (head) fields.put("clock", head[2]!);
  if (head) fields.put("action", head[3]!);
  for (const part of line.split(";")) {
    const colon = part.indexOf(": ");
    if (colon > 0) fields.put(part.slice(0, colon).slice(part.lastIndexOf(" ", colon - 1) + 1), part.slice(colon + 2));
  }
  return fields;
}

/** The heading of an exported table, as the names of its columns. */
export function checkpointColumns(line: string): readonly string[] | undefined {
  if (!/^"?(?:Number|No\.?)"?[ ,]"?Date"?/i.test(line)) return undefined;
  const names: Record<string, string> = {
    number: "num",
    "no.": "num",
    time: "clock",
    "source port": "s_port",
    source: "src",
    destination: "dst",
    protocol: "proto",
    "rule name": "rule_name",
    "current rule number": "current_rule",
    information: "info",
    "source machine name": "src_machine_name",
    "source user name": "src_user_name",
  };
  return splitCsv(line.trim(), " ").map((name) => names[name.toLowerCase()] ?? name.toLowerCase().replaceAll(" ", "_"));
}
