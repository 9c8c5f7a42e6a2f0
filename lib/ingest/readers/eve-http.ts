import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { integerOf, type JsonObject, textOf } from "./json";

/** EVE's http object: request, response and the name of the far end, as the client gave it. */
export function readEveHttp(c: Connection, http: JsonObject): void {
  const [request, response] = [headers(http["request_headers"]), headers(http["response_headers"])];
  c.method = textOf(http["http_method"]) ?? request.get(":method");
  c.url = textOf(http["url"]) ?? request.get(":path");
  c.status = integerOf(http["status"]) ?? integerOf(response.get(":status"));
  c.userAgent = textOf(http["http_user_agent"]) ?? request.get("user-agent");
  c.referrer = textOf(http["http_refer"]) ?? request.get("referer");
  if (c.status !== undefined) c.answered = true;
  const isConnect = c.method?.toUpperCase() === "CONNECT";
  const target = c.url !== undefined && (isConnect || c.url.includes("://")) ? splitUrl(c.url)?.host : undefined;
  const named = target === undefined ? undefined : canonicalHost(target);
  if (named) {
    c.dstHost = named;
    c.dstHostOrigin = isConnect ? "connect" : "url";
    return;
  }
  const header = textOf(http["hostname"]) ?? request.get(":authority") ?? request.get("host");
  const host = header === undefined ? undefined : canonicalHost(splitUrl(header)?.host ?? "");
  if (!host) return;
  c.dstHost = host;
  c.dstHostOrigin = "host-header";
}

/** HTTP/2 and `dump-all-headers` list name and value. */
function headers(list: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(list)) return found;
  for (const header of list) {
    const name = textOf(header?.name);
    const value = textOf(header?.value);
    if (name !== undefined && value !== undefined && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
  }
  return found;
}
