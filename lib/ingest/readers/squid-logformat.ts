import type { SquidFields } from "./squid-request";
import { readClfTime, readEpochSeconds, strftimeReader } from "./time";

/** The formats Squid has built in. @see https://www.squid-cache.org/Doc/config/logformat */
export const builtIn: Record<string, string> = {
  squid: "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
  common: '%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st %Ss:%Sh',
  combined: '%>a %[ui %[un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h" "%{User-Agent}>h" %Ss:%Sh',
  referrer: "%ts.%03tu %>a %{Referer}>h %ru",
  useragent: '%>a [%tl] "%{User-Agent}>h"',
};

/** Codes that carry a field of ours. The rest is read over. */
const fields: Record<string, keyof SquidFields> = {
  ">a": "client",
  ">A": "clientHost",
  ">p": "clientPort",
  Ss: "result",
  Hs: "status",
  ">Hs": "status",
  "<Hs": "serverStatus",
  rm: "method",
  ">rm": "method",
  ru: "url",
  ">ru": "url",
  ">rs": "urlScheme",
  ">rd": "urlHost",
  ">rP": "urlPort",
  rp: "urlPath",
  ">rp": "urlPath",
  un: "user",
  ul: "user",
  ue: "user",
  us: "user",
  Sh: "hierarchy",
  "<a": "peer",
  "<p": "peerPort",
  "<la": "outgoing",
  "<lp": "outgoingPort",
  "<st": "bytesIn",
  ">st": "bytesOut",
  err_code: "reason",
  "ssl::>sni": "sni",
  "ssl::<negotiated_version": "tlsVersion",
  "ssl::<negotiated_cipher": "tlsCipher",
  "ssl::<cert_subject": "subject",
  "ssl::<cert_issuer": "issuer",
  "ssl::<cert_errors": "validation",
};
const headers: Record<string, keyof SquidFields> = {
  "user-agent": "userAgent",
  referer: "referrer",
  host: "host",
  traceparent: "traceparent",
  // By which a job may name itself and its run to a proxy that opens its requests.
  "x-waybill-job": "job",
  "x-waybill-run": "run",
};
/** Codes whose values name or authenticate a person; `un` and its kin are the user field already. */
const personalCodes = new Set(["ui", "credentials", ">eui", ">A", "ssl::>cert_subject", "ssl::>cert_issuer", ">h", ">ha", "<h"]);
const plainHeaders = new Set(["user-agent", "host", "accept", "content-type", "content-length", "accept-encoding", "traceparent", "via"]);

type Encoding = '"' | "[" | "#" | "'" | "/" | "";
interface Code {
  name: string;
  argument: string;
  encoding: Encoding;
  literal: string;
  width: number;
  field?: keyof SquidFields;
  readTime?: (text: string) => number | undefined;
  personal: boolean;
}

interface Match {
  fields: SquidFields;
  personal: string[];
}

/** @returns the value's text of a match, or which code a line failed at. */
export type Matcher = (line: string) => Match | string;

/** Compiles a `logformat` (its text, a whole `logformat NAME …` line, or a built-in name); undefined where it holds no code. */
export function compileLogformat(text: string, zone: (wallMs: number) => number, lenient = false): Matcher | undefined {
  const named = builtIn[text.trim()];
  const pattern = named ?? text.trim().replace(/^logformat\s+\S+\s+/, "");
  const { lead, codes } = readCodes(pattern, zone);
  if (codes.length === 0) return undefined;
  return (line) => matchLine(line, lead, codes, lenient);
}

const code =
  /%(["'[#/]?)(-?)([0-9]*)(?:\.[0-9]+)?(?:\{([^}]*)\})?((?:[a-z]+::)?[<>]?(?:[a-z]+_[a-z_]+|Hs|Ss|Sh|ha?|[a-zA-Z]{1,3}))(?:\{([^}]*)\})?/y;

function readCodes(pattern: string, zone: (wallMs: number) => number): { lead: string; codes: Code[] } {
  const codes: Code[] = [];
  let lead = "";
  const literal = (part: string): void => {
    const last = codes.at(-1);
    if (last) last.literal += part;
    else lead += part;
  };
  for (let i = 0; i < pattern.length; ) {
    if (pattern[i] !== "%") {
      literal(/\s/.test(pattern[i]!) ? " " : pattern[i]!);
      i++;
    } else if (pattern[i + 1] === "%") {
      literal("%");
      i += 2;
    } else {
      code.lastIndex = i;
      const match = code.exec(pattern);
      if (!match) {
        literal("%");
        i++;
        continue;
      }
      i += match[0].length;
      codes.push(
        makeCode(
          match[5]!,
          match[4] ?? match[6] ?? "",
          match[1] as Encoding,
          Number(match[3] || 0),
          zone,
          pattern[i - match[0].length - 1],
        ),
      );
    }
  }
  return { lead, codes };
}

function makeCode(
  name: string,
  argument: string,
  encoding: Encoding,
  width: number,
  zone: (wallMs: number) => number,
  before?: string,
): Code {
  // Within quotes of the format's own, Squid escapes as for %" (Format.cc).
  const made: Code = {
    name,
    argument,
    encoding: encoding || (before === '"' ? '"' : ""),
    literal: "",
    width,
    personal: personalCodes.has(name),
  };
  if (name === ">h" || name === ">ha" || name === "<h") {
    const header = argument.split(":")[0]!.toLowerCase();
    if (name !== "<h") made.field = headers[header];
    if (header && (plainHeaders.has(header) || made.field)) made.personal = false;
  } else made.field = fields[name];
  if (name === "tl" || name === "tg") {
    const utc = (wallMs: number): number => wallMs;
    const own = name === "tg" ? utc : zone;
    made.readTime = argument ? strftimeReader(argument, own) : (text) => readClfTime(text, own);
  }
  return made;
}

function matchLine(line: string, lead: string, codes: readonly Code[], lenient: boolean): Match | string {
  let at = skipLiteral(line, 0, lead);
  if (at < 0) return "fields: the line does not begin as the logformat does.";
  const out: SquidFields = {};
  const personal: string[] = [];
  let seconds: number | undefined;
  let milliseconds = 0;
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i]!;
    if (c.width > 0 || i === 0) while (line.charCodeAt(at) === 32) at++;
    const end = valueEnd(line, at, c, i === codes.length - 1);
    if (end < 0) {
      if (lenient && i > 2 && at >= line.length) break;
      if (!lenient) return `%${c.name}: its end is not where the logformat has it.`;
    }
    const stop = end < 0 ? line.length : end;
    const raw = line.slice(at, stop).trim();
    at = end < 0 ? line.length : skipLiteral(line, stop, c.literal);
    if (at < 0) return `%${c.name}: the text after it is not that of the logformat.`;
    if (raw === "" || raw === "-") continue;
    const value = c.name === ">h" || c.name === ">ha" ? decode(raw, c.encoding) : raw;
    if (c.personal) personal.push(raw);
    if (c.name === "ts") seconds = /^[0-9]{1,11}$/.test(value) ? Number(value) : undefined;
    else if (c.name === "tu") milliseconds = Number(value.slice(0, 3)) || 0;
    else if (c.name === "tr") out.elapsedMs = /^[0-9]{1,12}$/.test(value) ? Number(value) : undefined;
    else if (c.name === "tS") out.startMs = readEpochSeconds(value);
    else if (c.readTime) out.end ??= c.readTime(value);
    else if (c.field && out[c.field] === undefined) {
      (out as Record<string, string>)[c.field] = value;
      if (value !== raw) personal.push(raw);
    }
  }
  if (seconds !== undefined) out.end = seconds * 1000 + milliseconds;
  return { fields: out, personal };
}

/** Where a value ends: before the text that the logformat has after it. */
function valueEnd(line: string, from: number, c: Code, last: boolean): number {
  if (c.literal === "") return last ? line.length : -1;
  if (c.encoding === '"' && c.literal.startsWith('"')) {
    for (let i = from; i < line.length; i++) {
      const ch = line.charCodeAt(i);
      if (ch === 92) i++;
      else if (ch === 34) return i;
    }
    return -1;
  }
  // A blank alone ends a value; one that follows belongs to the padding of the next.
  const end = line.indexOf(c.literal === " " ? " " : c.literal.trimEnd() || " ", from);
  return end < 0 && c.literal.trim() === "" && last ? line.length : end;
}

function skipLiteral(line: string, from: number, literal: string): number {
  let at = from;
  for (let i = 0; i < literal.length; i++) {
    if (literal[i] === " ") while (line.charCodeAt(at) === 32) at++;
    else if (line[at] === literal[i]) at++;
    else return at === line.length ? at : -1;
  }
  return at;
}

function decode(raw: string, encoding: Encoding): string {
  if (encoding === '"' || encoding === "/") return raw.includes("\\") ? raw.replace(/\\(.)/g, "$1") : raw;
  if (encoding === "'" || !raw.includes("%")) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
