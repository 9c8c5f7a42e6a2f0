import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { readObject } from "../readers/json";
import { Reject, tell } from "../readers/outcome";
import { builtIn, compileLogformat, type Matcher } from "../readers/squid-logformat";
import { type SquidFields, toConnection } from "../readers/squid-request";
import { zoneReader } from "../readers/time";
import { unwrap } from "../readers/unwrap";

export const squid = defineFormat({
  id: "squid",
  name: "Squid access log",
  reference: "https://www.squid-cache.org/Doc/config/logformat/",
  counts: "HTTP messages with headers, between client and proxy",
  kinds: ["request"],
  engine: true,
  personal: ["user", "username", "login", "ident", "authorization", "proxy-authorization", "cookie", "set-cookie"],
  options: {
    fields: "The logformat: its text, the whole configuration line, or one of squid, common, combined, referrer, useragent.",
    timezone: "For a logformat that writes local times without their offset.",
  },
  detect: (head) => {
    const line = head.find((l) => l.trim() !== "")?.trim() ?? "";
    return isSquid(line.startsWith("{") ? inner(line) : line);
  },
  open: (options) => new SquidReader(options),
});

const native = /^[0-9]{9,10}\.[0-9]{3} +-?[0-9]+ [^ ]+ (?:[0-9]{1,5} )?[A-Z][A-Z_]{2,40}\/[0-9-]{1,3} /;
const suffix = /^[^ ]+ [^ ]+ [^"]{1,200} \[[^\]"]{8,60}\] "[^"]*" [0-9]{3} (?:[0-9]+|-) .*[A-Z_]{3,40}:[A-Z][A-Z_]{2,40}$/;
const isSquid = (line: string): boolean => native.test(stripPrefix(line)) || (line.length < 8192 && suffix.test(line));

function inner(line: string): string {
  const object = readObject(line);
  const carried = object && unwrap(object);
  return typeof carried === "string" ? carried.trim() : "";
}

/** Syslog writes its own head before the line. */
function stripPrefix(line: string): string {
  const first = line.charCodeAt(0);
  if (first >= 48 && first <= 57) return line;
  const match = /(?:^|[\s:])([0-9]{9,10}\.[0-9]{3} +-?[0-9]+ )/.exec(line.slice(0, 256));
  return match ? line.slice(match.index + match[0].length - match[1]!.length) : line;
}

class SquidReader implements Reader {
  readonly #matcher: Matcher | undefined;
  readonly #common: Matcher;
  readonly #combined: Matcher;
  readonly #isCustom: boolean;

  constructor(options: ReadOptions) {
    const zone = zoneReader(options.timezone);
    const fields = options.fields?.trim();
    this.#isCustom = fields !== undefined && fields !== "" && fields !== "squid" && fields !== builtIn["squid"];
    this.#matcher = this.#isCustom ? compileLogformat(fields!, zone) : undefined;
    this.#common = compileLogformat("common", zone, true)!;
    this.#combined = compileLogformat("combined", zone, true)!;
  }

  read(unit: string, emit: Emit): void {
    let line = unit.charCodeAt(0) === 123 /* { */ && !this.#isCustom ? inner(unit) : unit;
    if (line.endsWith("\r")) line = line.slice(0, -1);
    if (line.trim() === "") {
      if (unit.trim() === "") emit.skip("An empty line.");
      else emit.reject("message: absent.");
    } else if (this.#isCustom) this.#match(this.#matcher, line, emit);
    else this.#readBuiltIn(stripPrefix(line.charCodeAt(0) === 32 ? line.trimStart() : line), emit);
  }

  #match(matcher: Matcher | undefined, line: string, emit: Emit): void {
    const match = matcher?.(line) ?? "fields: the logformat holds no code.";
    if (typeof match === "string") emit.reject(match);
    else {
      match.fields.end ??= plainTime(line);
      tell(emit, toConnection(match.fields), match.personal);
    }
  }

  #readBuiltIn(line: string, emit: Emit): void {
    if (line.charCodeAt(10) === 46 || line.charCodeAt(9) === 46) {
      const fields = readNative(line);
      if (fields !== undefined) {
        if (fields instanceof Reject) emit.reject(fields.reason);
        else tell(emit, toConnection(fields.fields), fields.personal);
        return;
      }
    }
    const quote = line.indexOf('] "');
    if (quote < 0 || line.indexOf("[") < 3) emit.reject("time: no line of the formats squid, common or combined.");
    else this.#match(quoted(line.slice(quote)).length > 2 ? this.#combined : this.#common, line, emit);
  }
}

/** @returns undefined where the line does not begin as the native format does. */
function readNative(line: string): { fields: SquidFields; personal?: string[] } | Reject | undefined {
  let at = 0;
  const next = (): string => {
    while (line.charCodeAt(at) === 32) at++;
    let end = line.indexOf(" ", at);
    if (end < 0) end = line.length;
    const token = line.slice(at, end);
    at = end + 1;
    return token;
  };
  const end = epoch(next());
  if (end === undefined) return undefined;
  const elapsed = next();
  const elapsedMs = integer(elapsed);
  if (elapsedMs === undefined && !/^-[0-9]+$/.test(elapsed)) return new Reject("elapsed time: no number of milliseconds.");
  const f: SquidFields = { end, elapsedMs, client: next() };
  let code = next();
  // The longer format that Elastic documents has the client's port here.
  const isLong = integer(code) !== undefined;
  if (isLong) {
    f.clientPort = code;
    code = next();
  }
  const slash = code.indexOf("/");
  if (slash < 1) return new Reject("result code: no TAG/status.");
  f.result = code.slice(0, slash);
  f.status = code.slice(slash + 1);
  f.bytesIn = next();
  if (integer(f.bytesIn) === undefined && f.bytesIn !== "-") return new Reject("reply size: no number of bytes.");
  if (isLong) {
    f.bytesOut = next();
    next();
    next();
    next();
  }
  f.method = next();
  f.url = next();
  if (isLong) next();
  f.user = next();
  const peer = next();
  const cut = peer.indexOf("/");
  if (cut < 1) return new Reject("hierarchy: no TAG/peer.");
  f.hierarchy = peer.slice(0, cut);
  f.peer = peer.slice(cut + 1);
  if (isLong) f.peerPort = next();
  next();
  if (at >= line.length) return { fields: f };
  return { fields: f, personal: readTrailing(f, line.slice(at), isLong) };
}

/** What follows the native fields: quoted referrer and user agent, or the headers that `log_mime_hdrs` adds in brackets. */
function readTrailing(f: SquidFields, rest: string, isLong: boolean): string[] | undefined {
  if (rest.startsWith("[")) {
    for (const header of rest.slice(1, 8192).split(/%0[dD]%0[aA]|\\r\\n/)) {
      const colon = header.indexOf(":");
      const name = header.slice(0, Math.max(colon, 0)).toLowerCase();
      if (name === "user-agent") f.userAgent ??= header.slice(colon + 1).trim();
      else if (name === "referer") f.referrer ??= header.slice(colon + 1).trim();
      else if (name === "host") f.host ??= header.slice(colon + 1).trim();
    }
    // Headers carry cookies and credentials: nothing of them rests.
    return [rest];
  }
  const values = quoted(rest);
  if (values.length === 1) f.userAgent = values[0];
  else {
    const swapped = /^https?:/.test(values[1] ?? "") && !/^https?:/.test(values[0] ?? "");
    f.referrer = values[swapped ? 1 : 0];
    f.userAgent = values[swapped ? 0 : 1];
  }
  if (!isLong) return undefined;
  f.host = values[2];
  f.sni =
    rest.split('"', 1)[0]!.split(" ").find(isName) ??
    rest
      .slice(rest.lastIndexOf('"') + 1)
      .split(" ")
      .find(isName);
  return values[3] && values[3] !== "-" ? [values[3]] : undefined;
}

const isName = (text: string): boolean => text.length < 254 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+$/i.test(text);

function quoted(text: string): string[] {
  const out: string[] = [];
  let at = text.indexOf('"');
  while (at >= 0 && out.length < 16) {
    let end = at + 1;
    while (end < text.length && text.charCodeAt(end) !== 34) end += text.charCodeAt(end) === 92 ? 2 : 1;
    if (end >= text.length) break;
    const value = text.slice(at + 1, end);
    out.push(value.includes("\\") ? value.replace(/\\(.)/g, "$1") : value);
    at = text.indexOf('"', end + 1);
  }
  return out;
}

/** A date in figures whose day is above 12 reads one way only; any other would be a guess. */
function plainTime(line: string): number | undefined {
  const match = /\[([0-9]{2})\/([0-9]{2})\/([0-9]{4})[ :]([0-9]{2}):([0-9]{2}):([0-9]{2})\]/.exec(line.slice(0, 512));
  if (!match) return undefined;
  const [a, b, year, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  if (a > 12 === b > 12 && a !== b) return undefined;
  return Date.UTC(year, (a > 12 ? b : a) - 1, a > 12 ? a : b, hour, minute, second);
}

function epoch(text: string): number | undefined {
  const dot = text.indexOf(".");
  if (dot < 9 || dot > 10 || text.length !== dot + 4) return undefined;
  const seconds = integer(text.slice(0, dot));
  const ms = integer(text.slice(dot + 1));
  return seconds === undefined || ms === undefined ? undefined : seconds * 1000 + ms;
}

function integer(text: string): number | undefined {
  if (text.length === 0 || text.length > 15) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
