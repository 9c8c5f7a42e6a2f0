import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { readObject } from "../readers/json";
import { Reject, tell } from "../readers/outcome";
import { builtIn, compileLogformat, type Matcher } from "../readers/squid-logformat";
import { quotedTexts, readSquidNative, withoutPrefix } from "../readers/squid-native";
import { toConnection } from "../readers/squid-request";
import { zoneReader } from "../readers/time";
import { unwrap } from "../readers/unwrap";
import { hasAclTag } from "../readers/wsa-tag";

export const squid = defineFormat({
  id: "squid",
  name: "Squid access log",
  reference: "https://www.squid-cache.org/Doc/config/logformat/",
  guide: "squid",
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
/** Cisco's Web Appliance writes the native format and goes on with a tag. */
const isSquid = (line: string): boolean =>
  (native.test(withoutPrefix(line)) && !hasAclTag(line)) || (line.length < 8192 && suffix.test(line));

function inner(line: string): string {
  const object = readObject(line);
  const carried = object && unwrap(object);
  return typeof carried === "string" ? carried.trim() : "";
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
    else this.#readBuiltIn(withoutPrefix(line.charCodeAt(0) === 32 ? line.trimStart() : line), emit);
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
      const fields = readSquidNative(line);
      if (fields !== undefined) {
        if (fields instanceof Reject) emit.reject(fields.reason);
        else tell(emit, toConnection(fields.fields), fields.personal);
        return;
      }
    }
    const quote = line.indexOf('] "');
    if (quote < 0 || line.indexOf("[") < 3) emit.reject("time: no line of the formats squid, common or combined.");
    else this.#match(quotedTexts(line.slice(quote)).length > 2 ? this.#combined : this.#common, line, emit);
  }
}

/** A date in figures whose day is above 12 reads one way only; any other would be a guess. */
function plainTime(line: string): number | undefined {
  const match = /\[([0-9]{2})\/([0-9]{2})\/([0-9]{4})[ :]([0-9]{2}):([0-9]{2}):([0-9]{2})\]/.exec(line.slice(0, 512));
  if (!match) return undefined;
  const [a, b, year, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  if (a > 12 === b > 12 && a !== b) return undefined;
  return Date.UTC(year, (a > 12 ? b : a) - 1, a > 12 ? a : b, hour, minute, second);
}
