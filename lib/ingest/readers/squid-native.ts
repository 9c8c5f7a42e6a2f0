import { Reject } from "./outcome";
import { count, type SquidFields } from "./squid-request";

const QUOTE = 34;

/** The line from its stamp on: syslog and appliances write a head of their own before it. */
export function withoutPrefix(line: string): string {
  const first = line.charCodeAt(0);
  if (first >= 48 && first <= 57) return line;
  const match = /(?:^|[\s:])([0-9]{9,10}\.[0-9]{3} +-?[0-9]+ )/.exec(line.slice(0, 256));
  return match ? line.slice(match.index + match[0].length - match[1]!.length) : line;
}

/** @returns undefined where the line does not begin as the native format does. */
export function readSquidNative(line: string): { fields: SquidFields; personal?: string[] } | Reject | undefined {
  let at = 0;
  const next = (): string => {
    while (line.charCodeAt(at) === 32) at++;
    let end = line.indexOf(" ", at);
    if (end < 0) end = line.length;
    const token = line.slice(at, end);
    at = end + 1;
    return token;
  };
  // A user in quotes may hold blanks.
  const quotedToken = (): string => {
    const close = line.indexOf('" ', at + 1);
    const token = line.slice(at + 1, close < 0 ? line.length : close);
    at += token.length + 3;
    return token;
  };
  const end = epoch(next());
  if (end === undefined) return undefined;
  const elapsed = next();
  const elapsedMs = count(elapsed);
  if (elapsedMs === undefined && !/^-[0-9]+$/.test(elapsed)) return new Reject("elapsed time: no number of milliseconds.");
  // One literal with all that may follow: a record that grows field by field is copied again and again.
  const f: SquidFields = {
    end,
    elapsedMs,
    client: next(),
    clientPort: undefined,
    result: undefined,
    status: undefined,
    method: undefined,
    url: undefined,
    user: undefined,
    hierarchy: undefined,
    peer: undefined,
    peerPort: undefined,
    bytesIn: undefined,
    bytesOut: undefined,
    userAgent: undefined,
    referrer: undefined,
    host: undefined,
    sni: undefined,
  };
  let code = next();
  // The longer format that Elastic documents has the client's port here.
  const isLong = count(code) !== undefined;
  if (isLong) {
    f.clientPort = code;
    code = next();
  }
  const slash = code.indexOf("/");
  if (slash < 1) return new Reject("result code: no TAG/status.");
  f.result = code.slice(0, slash);
  f.status = code.slice(slash + 1);
  f.bytesIn = next();
  if (count(f.bytesIn) === undefined && f.bytesIn !== "-") return new Reject("reply size: no number of bytes.");
  if (isLong) {
    f.bytesOut = next();
    next();
    next();
    next();
  }
  f.method = next();
  f.url = next();
  if (isLong) next();
  f.user = line.charCodeAt(at) === QUOTE ? quotedToken() : next();
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
  const values = quotedTexts(rest);
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

export function quotedTexts(text: string): string[] {
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

function epoch(text: string): number | undefined {
  const dot = text.indexOf(".");
  if (dot < 9 || dot > 10 || text.length !== dot + 4) return undefined;
  const seconds = count(text.slice(0, dot));
  const ms = count(text.slice(dot + 1));
  return seconds === undefined || ms === undefined ? undefined : seconds * 1000 + ms;
}
