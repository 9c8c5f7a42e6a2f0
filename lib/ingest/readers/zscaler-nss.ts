import type { ReadOptions } from "../format";
import { readCef } from "./cef";
import { splitCsv } from "./csv";
import { isObject, type JsonObject, readObject } from "./json";
import { readPairs } from "./key-value";
import { readLeef } from "./leef";
import { Reject, Skip } from "./outcome";
import { unwrap } from "./unwrap";

/** What a record says, by the names of NSS's own feed output format (`%s{cip}` is "cip"). */
export type NssFields = ReadonlyMap<string, string>;

/** One kind of feed, in the spellings of the output types that Zscaler offers and of what people make of them. */
export interface NssFeed {
  /** Part of the sourcetype of JSON feeds, and of the product of CEF and LEEF. */
  sourcetype: string;
  product: RegExp;
  /** Texts of which a line of the feed with keys holds one. */
  marks: readonly string[];
  /** Further names of fields, in lower case: of Splunk's, ArcSight's, QRadar's and Elastic's templates. */
  names: Readonly<Record<string, string>>;
  /** Columns of the comma-separated and tab-separated outputs as they are offered. */
  layouts: readonly (readonly string[])[];
  /** Whether the fields are a record's of this feed. */
  isRecord(fields: NssFields): boolean;
}

const stamp = /^"?(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]?[0-9] [0-9:]{8} [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8})"?[,\t]/;

/** Whether a line is of the feed: by a mark of its own or as a row that begins with a time, and by what it holds. */
export function isOfFeed(feed: NssFeed, line: string): boolean {
  if (!stamp.test(line) && !feed.marks.some((mark) => line.includes(mark))) return false;
  const fields = readLine(feed, line, 0);
  return !(fields instanceof Skip) && !(fields instanceof Reject) && feed.isRecord(fields);
}

/** Reads lines of a feed in any output type. The state is what `options.fields` says. */
export function openNss(feed: NssFeed, options: ReadOptions): (line: string) => NssFields | Skip | Reject {
  const template = readTemplate(feed, options.fields);
  return (line) => readLine(template, line.includes("\0") ? line.replaceAll("\0", "") : line, 0);
}

/**
 * A feed output format, as it stands in the admin portal, names columns or keys: `"%s{time}","%s{login}"`,
 * `\{"src":"%s{cip}"\}`, `src=%s{cip}\t…`. Names alone, apart by commas, blanks or tabs, are columns.
 */
function readTemplate(feed: NssFeed, text: string | undefined): NssFeed {
  const written = text?.trim().slice(0, 20_000) ?? "";
  if (written === "") return feed;
  const names: Record<string, string> = { ...feed.names };
  for (const [, key, field] of written.matchAll(/([\w.-]{1,60})\\?"?\s?[=:]\s?\\?"?%[0-9]{0,2}l{0,2}[a-z]\{(\w{1,60})\}/g))
    names[key!.toLowerCase()] = fieldOf(feed.names, field!).name;
  const columns = written.includes("%")
    ? Array.from(written.matchAll(/%[0-9]{0,2}l{0,2}[a-z]\{(\w{1,60})\}/g), ([, field]) => field!)
    : written.split(/["\s,]+/).filter((name) => name !== "");
  return { ...feed, names, layouts: [columns] };
}

interface Field {
  name: string;
  isBase64: boolean;
}

/** Keys come again with each line. */
const known = new WeakMap<NssFeed["names"], Map<string, Field>>();

/** The plain name of a field: hex-encoded ones have an "e" before it, base64-encoded ones "b64". */
function fieldOf(names: NssFeed["names"], key: string): Field {
  let fields = known.get(names);
  if (!fields) {
    fields = new Map();
    known.set(names, fields);
  }
  let field = fields.get(key);
  if (!field) {
    const isBase64 = /^b64/i.test(key);
    const plain = (isBase64 ? key.slice(3) : key).toLowerCase();
    const bare = /^e(?=url|host|login|ua|referer|location|dep|rule|dev)/.test(plain) ? plain.slice(1) : plain;
    field = { name: (Object.hasOwn(names, bare) ? names[bare] : undefined) ?? bare, isBase64 };
    if (fields.size < 1000) fields.set(key, field);
  }
  return field;
}

const others = /alert|audit|casb|saas|dlp|sandbox|event|metrics/i;

function readLine(feed: NssFeed, line: string, depth: number): NssFields | Skip | Reject {
  const first = line.charCodeAt(0);
  if (first === 123 /* { */) {
    const object = readObject(line);
    return object ? readJson(feed, object, depth) : new Reject("the line begins as JSON and is none");
  }
  if (line.includes("|")) {
    const cef = line.includes("CEF:") ? readCef(line) : undefined;
    if (cef) return ofFeed(feed, cef.vendor, cef.product) ?? clean(feed, labelled(cef.extension));
    const leef = readLeef(line);
    if (leef) return ofFeed(feed, leef.vendor, leef.product) ?? clean(feed, leef.attributes);
  }
  if (!pairs.test(line)) return readRow(feed, line);
  return clean(feed, line.includes("\t") ? readTabbed(line) : readPairs(line));
}

/** A key and its value, behind a syslog header or a stamp. */
const pairs = /^[\w .:<>[\]-]{0,200}=|^[\w .:-]{10,40}\t[\w.-]{1,60}=/;

function readJson(feed: NssFeed, object: JsonObject, depth: number): NssFields | Skip | Reject {
  const sourcetype = object["sourcetype"];
  if (typeof sourcetype === "string" && /zscaler/i.test(sourcetype) && !sourcetype.includes(feed.sourcetype)) return strange(sourcetype);
  const event = object["event"];
  if (isObject(event) && !("original" in event)) return clean(feed, entriesOf(event));
  const inner = typeof event === "string" && /[=,|]/.test(event) && sourcetype !== undefined ? event : enveloped(object);
  if (typeof inner === "string") return depth < 3 ? readLine(feed, inner.trim(), depth + 1) : new Reject("message: wrapped too often");
  return inner ? readJson(feed, inner, depth) : clean(feed, entriesOf(object));
}

/** An object with fields of its own is none: NSS has keys that envelopes use as well. */
const enveloped = (object: JsonObject): string | JsonObject | undefined =>
  "action" in object || "user" in object || "datetime" in object || "time" in object ? undefined : unwrap(object);

const strange = (kind: string): Skip | Reject =>
  others.test(kind) ? new Skip("a record of another kind: no traffic") : new Reject("sourcetype: a record of another feed");

function ofFeed(feed: NssFeed, vendor: string, product: string): Skip | Reject | undefined {
  if (!/zscaler/i.test(vendor)) return new Reject("vendor: not Zscaler");
  return feed.product.test(product) ? undefined : strange(product);
}

function* entriesOf(object: JsonObject): Generator<[string, string]> {
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") yield [key, String(value)];
  }
}

/** CEF keeps what it has no key for in custom strings and numbers, whose labels are the names. */
function* labelled(extension: Map<string, string>): Generator<[string, string]> {
  for (const [key, value] of extension) {
    const label = /^(?:c[snf][1-6]|flexString[12])$/.test(key) ? extension.get(`${key}Label`) : undefined;
    yield [label ?? key, value];
  }
}

function* readTabbed(line: string): Generator<[string, string]> {
  for (const cell of line.split("\t")) {
    const equals = cell.indexOf("=");
    // What has no key is the stamp before the first pair.
    if (equals < 0) yield ["time", cell];
    else yield [cell.slice(cell.lastIndexOf(" ", equals) + 1, equals).trim(), cell.slice(equals + 1)];
  }
}

function readRow(feed: NssFeed, line: string): NssFields | Reject {
  const cells = splitCsv(line, line.includes("\t") ? "\t" : ",");
  const layout = feed.layouts.find((l) => l.length === cells.length);
  if (!layout || cells.length < 3) return new Reject("columns: not as many as the feed has");
  return clean(
    feed,
    cells.map((cell, i) => [layout[i]!, cell] as const),
  );
}

const nothing = new Set(["", "-", "NA", "N/A", "None", "NONE", "null", "NotFound", "(null)"]);

function clean(feed: NssFeed, entries: Iterable<readonly [string, string]>): NssFields {
  const fields = new Map<string, string>();
  for (const [key, raw] of entries) {
    const value = (raw.charCodeAt(0) === 34 ? raw.replace(/^"+|"+$/g, "") : raw).trim();
    if (value.length < 9 && nothing.has(value)) continue;
    const { name, isBase64 } = fieldOf(feed.names, key);
    if (!fields.has(name)) fields.set(name, isBase64 ? (readBase64(value) ?? value) : value);
  }
  return fields;
}

function readBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** Undoes the hex encoding of what is no URL; a percent sign alone is one. */
export function decoded(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes("%")) return text;
  const hex = /(?:%[0-9a-f]{2})+/gi;
  return text.replace(hex, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}
