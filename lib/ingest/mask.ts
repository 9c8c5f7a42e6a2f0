import { pseudonym } from "../db/keys";
import type { Connection } from "../model/connection";
import type { KeptValues } from "../model/kept-values";
import { KeyedValues } from "../model/keyed-values";
import { type RestingUrl, splitUrl } from "../model/path-template";
import { maskSecrets } from "../model/secrets";

/**
 * Takes people and secrets out of what is about to be written: fields of the record and the line itself. Nothing
 * unmasked reaches the database unless the source opted in; credentials and whatever else a format knows as personal
 * do not even then.
 */
export class Masker {
  readonly #pseudonyms = new Map<string, string>();
  readonly #keys: KeyedValues | undefined;
  /** Users and clients of the line at hand, where they are kept. */
  #kept: ReadonlySet<string> = none;

  /** @param personal keys of the format whose values are personal (key=value, JSON). */
  constructor(
    personal: readonly string[] = [],
    readonly keeps: KeptValues = { keepQueries: false, keepUsers: false },
  ) {
    this.#keys = personal.length > 0 ? new KeyedValues(personal, { whole: true, value: personalValue }) : undefined;
  }

  pseudonym(kind: "user" | "host", value: string): string {
    const key = `${kind} ${value}`;
    let found = this.#pseudonyms.get(key);
    if (!found) {
      found = pseudonym(kind, value);
      if (this.#pseudonyms.size >= 100_000) this.#pseudonyms.clear();
      this.#pseudonyms.set(key, found);
    }
    return found;
  }

  /** A user or client as it may rest. */
  person(kind: "user" | "host", value: string): string {
    return this.keeps.keepUsers ? value : this.pseudonym(kind, value);
  }

  /** The line as it may rest. `connections`: what was read from it, still in clear; `urls`: theirs, as they may rest. */
  line(
    line: string,
    connections: readonly Connection[],
    urls: readonly (RestingUrl | undefined)[],
    personal: readonly string[] = [],
  ): string {
    let out = line;
    if (this.keeps.keepUsers) this.#kept = namesOf(connections);
    else out = this.#people(out, connections);
    for (const value of personal)
      if (value.length > 1 && !this.#isKept(value)) out = replaceValue(out, value, this.pseudonym("user", value));
    if (this.keeps.keepQueries) return this.#rest(out);
    const url = connections[0]?.url;
    const resting = urls[0];
    // One URL in a line, whole: it is masked already, and only what stands around it has to be searched.
    if (connections.length === 1 && url !== undefined && resting !== undefined && url.includes("://")) {
      const at = out.indexOf(url);
      const end = at + url.length;
      if (at > 0 && isApart(out, at - 1) && isApart(out, end))
        return this.#rest(out.slice(0, at)) + resting.text + this.#rest(out.slice(end));
    }
    for (let i = 0; i < connections.length; i++) {
      const c = connections[i]!;
      if (c.url !== undefined) out = maskPath(out, c.url, urls[i]!.path);
    }
    return this.#rest(out);
  }

  #people(line: string, connections: readonly Connection[]): string {
    let out = line;
    for (let i = 0; i < connections.length; i++) {
      const c = connections[i]!;
      if (c.srcUser !== undefined) out = replaceValue(out, c.srcUser, this.pseudonym("user", c.srcUser));
      if (c.srcHost !== undefined) out = replaceValue(out, c.srcHost, this.pseudonym("host", c.srcHost));
    }
    return out;
  }

  /** Whether a line rests as it came where only its record's own fields could be hidden. */
  leaves(connections: readonly Connection[], personal: readonly string[]): boolean {
    if (this.#keys !== undefined || personal.length > 0) return false;
    for (let i = 0; i < connections.length; i++) {
      const c = connections[i]!;
      if (c.srcUser !== undefined || c.srcHost !== undefined || c.url !== undefined) return false;
    }
    return true;
  }

  /** What the record does not name: personal keys of the format, and secrets by their look. */
  #rest(text: string): string {
    const out = this.#keys ? this.#keys.replace(text, this.#value) : text;
    return maskSecrets(out, this.#mail, this.keeps.keepQueries);
  }

  readonly #mail = (mail: string): string => this.#hidden(mail);

  #hidden(value: string): string {
    return this.#isKept(value) ? value : this.pseudonym("user", value);
  }

  /** Whether a personal value is the user or client that the source keeps, also as DOMAIN\name and name@realm. */
  #isKept(value: string): boolean {
    return this.#kept.size > 0 && (this.#kept.has(value) || this.#kept.has(accountOf(value)));
  }

  readonly #value = (double: string | undefined, single: string | undefined, bare: string | undefined): string => {
    const value = double ?? single ?? bare ?? "";
    const rests = value === "" || value === "-" || /^(?:user|host)-[\w-]{16}$/.test(value) ? value : this.#hidden(value);
    return double !== undefined ? `"${rests}"` : single !== undefined ? `'${rests}'` : rests;
  };
}

/** A value ends at its quote, or at white space and separators. */
const personalValue = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;"'{}\]]+))/;

const none: ReadonlySet<string> = new Set();

/** Users and clients of a line, as it and JSON write them, and without their domain. */
function namesOf(connections: readonly Connection[]): Set<string> {
  const names = connections.flatMap((c) => [c.srcUser, c.srcHost].filter((name) => name !== undefined));
  return new Set(names.flatMap((name) => [name, JSON.stringify(name).slice(1, -1), accountOf(name)]));
}

/** The bare name in DOMAIN\name and name@realm. */
function accountOf(value: string): string {
  const from = value.lastIndexOf("\\") + 1;
  const to = value.indexOf("@", from);
  return value.slice(from, to < 0 ? undefined : to);
}

/** Whether a value ends here: a blank, a quote, or the end of the line. */
function isApart(line: string, at: number): boolean {
  const c = line.charCodeAt(at);
  return at >= line.length || c === 32 || c === 9 || c === 34;
}

const word = /[\w@.-]/;

/** Replaces whole values: the text before and after must not continue it. JSON and URL escapes of it are replaced as well. */
function replaceValue(line: string, value: string, by: string): string {
  let out = replaceWhole(line, value, by);
  if (/["\\/]|[^\x20-\x7e]/.test(value)) {
    const json = JSON.stringify(value).slice(1, -1);
    if (json !== value) out = replaceWhole(out, json, by);
    if (value.includes("/")) out = replaceWhole(out, json.replaceAll("/", "\\/"), by);
  }
  if (/[^\w.~-]/.test(value)) out = replaceWhole(out, encodeURIComponent(value.toWellFormed()), by);
  return out;
}

function replaceWhole(line: string, value: string, by: string): string {
  if (value === "") return line;
  let at = line.indexOf(value);
  if (at < 0) return line;
  let out = "";
  let from = 0;
  while (at >= 0) {
    const end = at + value.length;
    const continued =
      (at > 0 && word.test(line[at - 1]!) && word.test(value[0]!)) ||
      (end < line.length && /[\w@-]/.test(line[end]!) && word.test(value.at(-1)!));
    out += line.slice(from, at) + (continued ? value : by);
    from = end;
    at = line.indexOf(value, end);
  }
  return out + line.slice(from);
}

/** The path of the record's own URL, where the line holds it; its query goes with `maskSecrets`. */
function maskPath(line: string, url: string, template: string): string {
  const rest = splitUrl(url)?.rest ?? url;
  const end = rest.search(/[?#;]/);
  const path = end < 0 ? rest : rest.slice(0, end);
  if (path.length < 2 || template === path) return line;
  let out = line.replaceAll(path, template);
  if (line.includes("\\/")) out = out.replaceAll(path.replaceAll("/", "\\/"), template.replaceAll("/", "\\/"));
  return out;
}

/**
 * A line that could not be read, as it may be shown: its structure and nothing else. Letters become x, digits 0,
 * except in what reads as a number of at most three digits, a known keyword, or punctuation.
 */
export function maskUnread(line: string): string {
  return line
    .slice(0, 400)
    .replace(/[^\x20-\x7e]/g, "·")
    .replace(/[A-Za-z0-9]+/g, (token) =>
      keywords.has(token.toLowerCase()) || /^\d{1,3}$/.test(token) ? token : token.replace(/[A-Za-z]/g, "x").replace(/\d/g, "0"),
    );
}

const keywords = new Set(
  "get post put delete head options connect patch http https tcp udp icmp accept reject ok nodata skipdata allow allowed deny denied close type date time devname action src dst srcip dstip proto null true false event timestamp eth ip".split(
    " ",
  ),
);
