import { detached } from "./detached";

/**
 * The path of a request with what identifies somebody or something taken out: numbers, hashes, dates, tokens, mail
 * addresses and whatever follows a collection of people become `{id}`. Groups requests to one endpoint, and is what
 * rests in the database instead of the path (domain: people in the logs).
 */
export function pathTemplate(path: string): string {
  const end = cut(path);
  if (end === 0) return "/";
  if (end > 2048) return "/{long}";
  const isEscaped = path.includes("%");
  let out = "";
  let copied = 0;
  let afterPeople = false;
  for (let from = 0; from < end; ) {
    let to = path.indexOf("/", from);
    if (to < 0 || to > end) to = end;
    if (to > from) {
      const decoded = isEscaped ? decode(path.slice(from, to)) : undefined;
      if (afterPeople || (decoded === undefined ? isIdentifier(path, from, to) : isIdentifier(decoded, 0, decoded.length))) {
        out += `${path.slice(copied, from)}{id}${extension(decoded ?? path.slice(from, to))}`;
        copied = to;
      }
      afterPeople = to - from <= LONGEST_PEOPLE && people.has((decoded ?? path.slice(from, to)).toLowerCase());
    }
    from = to + 1;
  }
  return out + path.slice(copied, end);
}

function cut(path: string): number {
  for (let i = 0; i < path.length; i++) {
    const c = path.charCodeAt(i);
    // ? # ; — the last starts path parameters (RFC 3986, 3.3), where session ids travel.
    if (c === 63 || c === 35 || c === 59) return i;
  }
  return path.length;
}

const people = new Set(
  "user users person people customer customers account accounts member members profile profiles patient patients employee employees student students subscriber subscribers contact contacts client clients u by-email by-name".split(
    " ",
  ),
);
/** Escaped, a letter takes three characters. */
const LONGEST_PEOPLE = 3 * Math.max(...[...people].map((p) => p.length));

/** @param from @param to the part of the text that is looked at. */
function isIdentifier(text: string, from: number, to: number): boolean {
  if (to - from > 48) return true;
  let dot = -1;
  let digits = 0;
  let letters = 0;
  let hex = 0;
  let upper = 0;
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      digits++;
      hex++;
    } else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90)) {
      letters++;
      if (c <= 90) upper++;
      if ((c | 32) <= 102) hex++;
    } else if (c === 46) dot = i;
    else if (c === 64 || c === 61 || c === 126 || c > 126 || c < 32) return true; // @ = ~ and what is not ASCII
  }
  if (digits === 0) return letters >= 20 && upper > 2 && upper < letters - 2;
  if (letters === 0) return true;
  // v1, v2.1, 2fa, s3, oauth2: a word with a version is a word.
  if ((text.charCodeAt(from) | 32) === 118 && /^v\d{1,2}(?:\.\d{1,2}){0,2}$/i.test(text.slice(from, to))) return false;
  if (dot > from && to - dot <= 6 && /^[\d_-]+$/.test(text.slice(from, dot))) return true;
  if (hex === digits + letters && digits + letters >= 8) return true;
  // Mixed case with digits reads like a token: ch_1AbC29xyz.
  if (digits >= 2 && upper > 0 && upper < letters && digits + letters >= 8) return true;
  return digits >= 4 || (digits >= 2 && letters + digits >= 12) || (digits >= 1 && digits + letters >= 20);
}

/** The kind of file is no secret and tells endpoints apart. */
function extension(s: string): string {
  const dot = s.lastIndexOf(".");
  if (dot <= 0) return "";
  const ext = s.slice(dot);
  return /^\.(json|xml|html?|js|css|png|jpe?g|gif|svg|csv|txt|pdf|zip|gz|tgz|tar|whl|jar|deb|rpm|exe|dmg|pkg|bin|parquet)$/i.test(ext)
    ? ext.toLowerCase()
    : "";
}

function decode(s: string): string {
  try {
    return decodeURIComponent(s);
  } catch {
    return s;
  }
}

/**
 * Splits a URL as logs write it: with or without a scheme, with credentials, an IPv6 literal, a port. No normalisation.
 * `rest` begins with the path; undefined where the text holds no host.
 */
export function splitUrl(url: string): { scheme?: string; host: string; port?: number; rest: string } | undefined {
  const colon = url.indexOf("://");
  const start = colon < 0 ? 0 : colon + 3;
  let end = url.length;
  for (let i = start; i < url.length; i++) {
    const c = url.charCodeAt(i);
    if (c === 47 || c === 63 || c === 35) {
      end = i;
      break;
    }
  }
  let authority = url.slice(start, end);
  const at = authority.lastIndexOf("@");
  if (at >= 0) authority = authority.slice(at + 1);
  let host = authority;
  let port: number | undefined;
  const portAt = authority.lastIndexOf(":");
  if (portAt >= 0 && portAt > authority.lastIndexOf("]")) {
    const written = authority.slice(portAt + 1);
    if (/^\d{1,5}$/.test(written)) {
      port = Number(written);
      host = authority.slice(0, portAt);
    }
  }
  if (host === "") return undefined;
  return { scheme: colon > 0 ? url.slice(0, colon).toLowerCase() : undefined, host, port, rest: url.slice(end) };
}

/** A URL as it may rest: no credentials, path template, names of query parameters without their values. */
export interface RestingUrl {
  text: string;
  /** The path alone, as a template. */
  path: string;
}

export function restUrl(url: string): RestingUrl {
  const parts = splitUrl(url);
  if (!parts) {
    const path = pathTemplate(url);
    return { text: `${path}${restQuery(url)}`, path: url.startsWith("/") ? path : "/" };
  }
  const path = pathTemplate(parts.rest);
  const query = restQuery(parts.rest);
  const before = url.length - parts.rest.length;
  // Nearly every URL is written as it would be put together again: what stands before its path is taken as it is.
  if (parts.port === undefined && url.startsWith("http") && before === parts.host.length + (parts.scheme?.length ?? 0) + 3)
    return { text: parts.rest === "" ? url : url.slice(0, before) + path + query, path };
  const port = parts.port === undefined ? "" : `:${parts.port}`;
  return {
    text: `${parts.scheme ? `${parts.scheme}://` : ""}${parts.host}${port}${parts.rest === "" ? "" : path}${query}`,
    path,
  };
}

export const maskUrl = (url: string): string => restUrl(url).text;

function restQuery(rest: string): string {
  const query = rest.indexOf("?");
  return query < 0 ? "" : `?${maskQuery(rest.slice(query + 1))}`;
}

/** `a=1&b=2` → `a=***&b=***`; a part without a name is a value. */
export function maskQuery(query: string): string {
  const hash = query.indexOf("#");
  const end = hash < 0 ? query.length : hash;
  let out = "";
  let from = 0;
  for (let pairs = 0; pairs < 32 && from <= end; pairs++) {
    let to = query.indexOf("&", from);
    if (to < 0 || to > end) to = end;
    const equals = query.indexOf("=", from);
    if (pairs > 0) out += "&";
    out += equals > from && equals < to ? maskedPair(query.slice(from, equals)) : "***";
    from = to + 1;
  }
  return out;
}

/** Names come again and again. */
const pairs = new Map<string, string>();

function maskedPair(name: string): string {
  let masked = pairs.get(name);
  if (masked === undefined) {
    masked = /^[A-Za-z][A-Za-z0-9_.-]{0,31}$/.test(name) && !isIdentifier(name, 0, name.length) ? `${name}=***` : "***";
    if (pairs.size >= 2000) pairs.clear();
    if (name.length <= 32) pairs.set(detached(name), masked);
  }
  return masked;
}
