import type { Connection } from "../../model/connection";
import { splitUrl } from "../../model/path-template";
import { defineFormat } from "../format";
import { type ZeekLog, zeekFormat } from "../readers/zeek";
import { ends, endsOrder, readEnds } from "../readers/zeek-ends";
import { count, host, text, time } from "../readers/zeek-value";

const columns = [
  ...ends,
  "method",
  "host",
  "uri",
  "referrer",
  "user_agent",
  "request_body_len",
  "response_body_len",
  "status_code",
  "username",
  "password",
  "community_id",
  "_write_ts",
] as const;

const order =
  `${endsOrder} trans_depth method host uri referrer version user_agent origin request_body_len ` +
  "response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types " +
  "resp_fuids resp_filenames resp_mime_types";

const log: ZeekLog = {
  paths: ["http"],
  columns,
  // origin came with Zeek 2.6, version with 2.5; filename went with 2.5.
  orders: [
    order,
    order.replace(" origin", ""),
    order.replace(" origin", "").replace(" version", ""),
    order
      .replace(" origin", "")
      .replace(" version", "")
      .replace(" tags", " filename tags")
      .replace(" orig_filenames", "")
      .replace(" resp_filenames", ""),
  ],
  read(v, emit) {
    const c = readEnds(v, "request");
    if (typeof c === "string") return emit.reject(c);
    c.protocol = "tcp";
    c.protocolNumber = 6;
    c.application = "http";
    c.method = text(v[6]);
    c.url = text(v[8]);
    readHost(c, text(v[7]));
    c.referrer = text(v[9]);
    c.userAgent = text(v[10]);
    c.bytesOut = count(v[11]);
    c.bytesIn = count(v[12]);
    c.status = count(v[13]);
    if (c.status !== undefined) c.answered = true;
    c.srcUser = text(v[14]);
    c.communityId = text(v[16]);
    const logged = time(v[17]);
    if (logged !== undefined) c.loggedTime = logged;
    const password = text(v[15]);
    emit.found(c, password && password !== "<redacted>" ? [password] : undefined);
  },
};

/** A request to a proxy carries its destination in the target; else the Host header names it, and may lie. */
function readHost(c: Connection, header: string | undefined): void {
  const isConnect = c.method?.toUpperCase() === "CONNECT";
  const target = c.url !== undefined && (isConnect || /^[a-z][a-z0-9+.-]*:\/\//i.test(c.url)) ? splitUrl(c.url) : undefined;
  const named = target && host(target.host);
  if (named) {
    c.dstHost = named;
    c.dstHostOrigin = isConnect ? "connect" : "url";
    return;
  }
  // Seldom more than a name: a port then stands behind a colon.
  const asked = header && (host(header) || host(splitUrl(header)?.host ?? ""));
  if (!asked) return;
  c.dstHost = asked;
  c.dstHostOrigin = "host-header";
}

export const zeekHttp = defineFormat({
  id: "zeek-http",
  name: "Zeek http.log",
  reference: "https://docs.zeek.org/en/master/logs/http.html",
  counts: "HTTP bodies, without headers",
  kinds: ["request"],
  engine: false,
  personal: ["username", "password", "cookie", "cookie_vars", "proxied"],
  ...zeekFormat(log, (record) => "trans_depth" in record && ("request_body_len" in record || "response_body_len" in record)),
});
