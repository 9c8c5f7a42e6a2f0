/**
 * The path of a request with what identifies somebody or something taken out: numbers, hashes, dates, tokens, mail
 * addresses and whatever follows a collection of people become `{id}`. Groups requests to one endpoint, and is what
 * rests in the database instead of the path (domain: people in the logs).
 */
export function pathTemplate(path: string): string {
  const end = cut(path);
  const clean = end < path.length ? path.slice(0, end) : path;
  if (clean === "" || clean === "/") return "/";
  if (clean.length > 2048) return "/{long}";
  const segments = clean.split("/");
  let afterPeople = false;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    if (segment === "") continue;
    const decoded = segment.includes("%") ? decode(segment) : segment;
    if (afterPeople || isIdentifier(decoded)) segments[i] = `{id}${extension(decoded)}`;
    afterPeople = people.has(decoded.toLowerCase());
  }
  return segments.join("/");
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

function isIdentifier(s: string): boolean {
  if (s.length > 48) return true;
  let digits = 0;
  let letters = 0;
  let hex = 0;
  let upper = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      digits++;
      hex++;
    } else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90)) {
      letters++;
      if (c <= 90) upper++;
      if ((c | 32) <= 102) hex++;
    } else if (c === 64 || c === 61 || c === 126 || c > 126 || c < 32) return true; // @ = ~ and what is not ASCII
  }
  if (digits === 0) return letters >= 20 && upper > 2 && upper < letters - 2;
  // v1, v2.1, 2fa, s3, oauth2: a word with a version is a word.
  if (letters === 0) return true;
  if (/^v\d{1,2}(?:\.\d{1,2}){0,2}$/i.test(s)) return false;
  const dot = s.lastIndexOf(".");
  if (dot > 0 && s.length - dot <= 6 && /^[\d_-]+$/.test(s.slice(0, dot))) return true;
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

/** The URL as it may rest: no credentials, path template, names of query parameters without their values. */
export function maskUrl(url: string): string {
  const parts = splitUrl(url);
  if (!parts) return pathTemplate(url);
  const query = parts.rest.indexOf("?");
  const path = query < 0 ? parts.rest : parts.rest.slice(0, query);
  const masked = query < 0 ? "" : `?${maskQuery(parts.rest.slice(query + 1))}`;
  return `${parts.scheme ? `${parts.scheme}://` : ""}${parts.host}${parts.port === undefined ? "" : `:${parts.port}`}${path === "" && query < 0 ? "" : pathTemplate(path)}${masked}`;
}

/** `a=1&b=2` → `a=***&b=***`; a part without a name is a value. */
export function maskQuery(query: string): string {
  const hash = query.indexOf("#");
  return (hash < 0 ? query : query.slice(0, hash))
    .split("&", 32)
    .map((pair) => {
      const name = pair.slice(0, Math.max(0, pair.indexOf("=")));
      return /^[A-Za-z][A-Za-z0-9_.-]{0,31}$/.test(name) && !isIdentifier(name) ? `${name}=***` : "***";
    })
    .join("&");
}
