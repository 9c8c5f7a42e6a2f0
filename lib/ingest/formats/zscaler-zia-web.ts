import type { Connection, Tls } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { isPublicAddress } from "../../model/public-address";
import { defineFormat } from "../format";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";
import { tlsVersion } from "../readers/tls-version";
import { nssAction } from "../readers/zscaler-action";
import { nssAddress, nssPersonal, readNssClient } from "../readers/zscaler-client";
import { webFeed } from "../readers/zscaler-feeds";
import { decoded, type NssFields } from "../readers/zscaler-nss";
import { detectNss, nssOptions, nssReader } from "../readers/zscaler-reader";

export const zscalerZiaWeb = defineFormat({
  id: "zscaler-zia-web",
  name: "Zscaler Internet Access web log",
  reference: "https://help.zscaler.com/zia/nss-feed-output-format-web-logs",
  guide: "zscaler",
  counts: "HTTP messages with headers, between client and Zscaler",
  kinds: ["request"],
  engine: true,
  personal: nssPersonal,
  options: nssOptions,
  detect: detectNss(webFeed),
  open: nssReader(webFeed, toConnection),
});

function toConnection(fields: NssFields, time: number): Outcome {
  if (!fields.has("url") && !fields.has("host")) return new Reject("url: absent, and host as well");
  const durationMs = integerOf(fields.get("ctime"));
  const client = nssAddress(fields.get("cip"));
  const c: Connection = {
    kind: "request",
    startTime: time - (durationMs ?? 0),
    endTime: time,
    loggedTime: time,
    durationMs,
    ...readNssClient(fields),
    srcIp: client ?? nssAddress(fields.get("cintip")),
    srcPort: portOf(fields.get("clt_sport")) || undefined,
    // Where the cloud sees the client under a public address, that is what it was translated to.
    srcNatIp:
      nssAddress(fields.get("cintip")) ??
      nssAddress(fields.get("cpubip")) ??
      (client !== undefined && isPublicAddress(client) ? client : undefined),
    dstIp: nssAddress(fields.get("sip")),
    protocol: "tcp",
    protocolNumber: 6,
    method: fields.get("reqmethod"),
    status: integerOf(fields.get("respcode")?.slice(0, 3)) || undefined,
    userAgent: decoded(fields.get("ua")),
    referrer: fields.get("referer"),
    bytesOut: integerOf(fields.get("reqsize")),
    bytesIn: integerOf(fields.get("respsize")),
    tls: readTls(fields),
    action: nssAction(fields.get("action")),
    engineRule: decoded(fields.get("rulelabel") ?? fields.get("urlfilterrulelabel") ?? fields.get("apprulelabel")),
    engineReason: /^allowed$/i.test(fields.get("reason") ?? "") ? undefined : decoded(fields.get("reason")),
  };
  readTarget(c, fields);
  // What the client is told of a blocked request is Zscaler's own page.
  if (c.action === "allowed" && c.status !== undefined && c.status < 500) c.answered = true;
  return c;
}

/** Schemes of the protocols whose URLs are logged without one. */
const schemes: Record<string, string> = {
  http: "http",
  https: "https",
  http2: "https",
  ssl: "https",
  dnsoverhttps: "https",
  ftp: "ftp",
  "ftp over http": "ftp",
  websocket: "ws",
  websocket_ssl: "wss",
};
const ports: Record<string, number> = { http: 80, https: 443, ftp: 21, ws: 80, wss: 443 };

function readTarget(c: Connection, fields: NssFields): void {
  const protocol = fields.get("proto")?.toLowerCase();
  if (protocol !== undefined) c.application = protocol === "http_proxy" ? "http" : protocol;
  const scheme = schemes[protocol ?? ""];
  const written = fields.get("url");
  // A tunnel's URL is host:port, and stays one.
  const isWhole = written?.includes("://") || /^[^/?]*:[0-9]+$/.test(written ?? "");
  if (written !== undefined) c.url = scheme === undefined || isWhole ? written : `${scheme}://${written}`;
  const parts = c.url === undefined ? undefined : splitUrl(c.url);
  const host = canonicalHost(fields.get("host") ?? "");
  const named = host ?? canonicalHost(parts?.host ?? "");
  if (named !== undefined) {
    c.dstHost = named;
    c.dstHostOrigin = host !== undefined && host !== parts?.host ? "host-header" : c.method === "CONNECT" ? "connect" : "url";
  }
  c.dstIp ??= nssAddress(parts?.host);
  c.dstPort = portOf(fields.get("srv_dport")) || (parts?.port ?? ports[parts?.scheme ?? ""]);
}

/** Ids of the IANA registry for Zscaler's words. */
const alpn: Record<string, string> = { HTTP_2_0: "h2", HTTP2: "h2", HTTP_1_1: "http/1.1", HTTP_1_0: "http/1.0" };

/** Of the two handshakes the one with the server: the other is Zscaler's own. */
function readTls(fields: NssFields): Tls | undefined {
  const of = (field: string): boolean => /^yes$/i.test(fields.get(field) ?? "");
  const tls: Tls = {
    version: tlsVersion(fields.get("srvtlsversion") ?? fields.get("clienttlsversion")),
    cipher: fields.get("srvsslcipher") ?? fields.get("clientsslcipher"),
    sni: canonicalHost(fields.get("df_hostname") ?? ""),
    alpn: alpn[fields.get("alpnprotocol")?.toUpperCase() ?? ""],
    validation: of("is_sslselfsigned")
      ? "self-signed"
      : of("is_sslexpiredca")
        ? "expired"
        : fields.get("srvcertchainvalpass")?.toLowerCase(),
    error: fields.get("cltsslfailreason"),
  };
  return Object.values(tls).some((value) => value !== undefined) ? tls : undefined;
}
