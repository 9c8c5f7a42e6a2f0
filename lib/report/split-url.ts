/** Parts of a URL as it stands in a log. */
export interface UrlParts {
  scheme?: string;
  domain?: string;
  port?: number;
  path?: string;
  query?: string;
  fragment?: string;
}

/**
 * Splits without decoding or correcting: a log is evidence. Knows absolute URLs, paths, the host:port of a CONNECT, and
 * a URL without its scheme where it begins with the host that was asked. A text that is none of these has no parts.
 */
export function splitUrl(url: string, method?: string, host?: string): UrlParts {
  const absolute = /^([a-z][a-z0-9+.-]{0,31}):\/\/([^/?#\s]*)([^\s]*)$/i.exec(url);
  if (absolute) return { scheme: absolute[1]!.toLowerCase(), ...authority(absolute[2]!), ...target(absolute[3]!) };
  // PAN-OS writes a dash in the place of a host that it did not see.
  const path = url.startsWith("-/") ? url.slice(1) : url;
  if (path.startsWith("/") && !/\s/.test(path)) return target(path);
  if (method?.toUpperCase() === "CONNECT" || /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\]):[0-9]{1,5}$/i.test(url)) return authority(url);
  const first = /^[^/?#\s]{1,300}/.exec(url)?.[0];
  if (first && host && authority(first).domain === host) return { ...authority(first), ...target(url.slice(first.length)) };
  return {};
}

function authority(text: string): UrlParts {
  const host = text.slice(text.lastIndexOf("@") + 1);
  const match = /^(\[[0-9a-f:.%]+\]|[^:]*)(?::([0-9]{1,5}))?$/i.exec(host);
  if (!match) return {};
  const domain = match[1]!.replace(/^\[|\]$/g, "").toLowerCase();
  return { ...(domain && { domain }), ...(match[2] && { port: Number(match[2]) }) };
}

function target(text: string): UrlParts {
  const match = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text);
  if (!match) return {};
  return { ...(match[1] && { path: match[1] }), ...(match[2] && { query: match[2] }), ...(match[3] && { fragment: match[3] }) };
}
