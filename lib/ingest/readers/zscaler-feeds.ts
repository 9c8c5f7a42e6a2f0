import type { NssFeed, NssFields } from "./zscaler-nss";

/** "field other other": the spellings that the templates of Splunk, ArcSight, QRadar, Sentinel and Elastic have for a field. */
function spellings(...lines: string[]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const line of lines) {
    const [field, ...others] = line.split(" ") as [string, ...string[]];
    for (const other of others) names[other] = field;
  }
  return names;
}

const time = "time datetime rt devtime";
const login = "login user suser usrname";
const record = "recordid event_id externalid";
const says = (fields: NssFields, field: string, words: RegExp): boolean => words.test(fields.get(field) ?? "");

export const webFeed: NssFeed = {
  sourcetype: "nss-web",
  product: /^(?:NSSWeblog|NSS)$/i,
  marks: ["nss-web", "|NSSWeblog|", "|Zscaler|NSS|", "urlsupercat"],
  names: spellings(
    time,
    login,
    record,
    "proto protocol app appproto requestprotocol",
    "url request",
    "action act cat",
    "reqsize requestsize out srcbytes",
    "respsize responsesize in dstbytes",
    "totalsize transactionsize",
    "ctime clienttranstime",
    "urlsupercat urlsupercategory",
    "urlcat urlcategory",
    "cip clientip cltip src",
    "cintip clientpublicip cltintip sourcetranslatedaddress srcpostnat",
    "cpubip cltpubip",
    "clt_sport cltsourceport spt srcport",
    "sip serverip dst",
    "srv_dport dpt dstport",
    "host hostname dhost",
    "reqmethod requestmethod",
    "respcode status outcome",
    "ua useragent requestclientapplication",
    "referer refererurl requestcontext",
    "clienttlsversion clttlsversion",
    "clientsslcipher cltsslcipher",
    "alpnprotocol applayerprotocol",
    "location realm spriv",
    "dept department role",
  ),
  layouts: [
    "time login proto url action appname appclass reqsize respsize stime ctime urlclass urlsupercat urlcat malwarecat threatname riskscore dlpeng dlpdict location dept cip sip reqmethod respcode ua referer ruletype rulelabel contenttype unscannabletype deviceowner devicehostname keyprotectiontype".split(
      " ",
    ),
  ],
  isRecord: (fields) => (fields.has("url") || fields.has("host")) && says(fields, "action", /^(?:allow|block|caution|isolat)/i),
};

export const firewallFeed: NssFeed = {
  sourcetype: "nss-fw",
  product: /^(?:NSSFWlog|NSS-FW)$/i,
  marks: ["nss-fw", "|NSSFWlog|", "|NSS-FW|", "csip"],
  names: spellings(
    time,
    login,
    record,
    "csip src srcprenat",
    "csport spt srcport srcprenatport",
    "cdip dst dstprenat",
    "cdport dpt dstport dstprenatport",
    "cdfqdn cltdomain dhost",
    "ssip devicetranslatedaddress srcpostnat",
    "ssport devicetranslatedport srcpostnatport",
    "sdip destinationtranslatedaddress dstpostnat",
    "sdport destinationtranslatedport dstpostnatport",
    "tsip sourcetranslatedaddress",
    "ttype tuntype tunneltype",
    "ipproto proto",
    "action act",
    "nwsvc nwservice",
    "aggregate aggregated",
    "inbytes in dstbytes",
    "outbytes out srcbytes",
    "rulelabel policy",
    "location locationname realm spriv",
    "dept department role",
  ),
  layouts: [
    "time login dept location cdport csport sdport ssport csip cdip ssip sdip tsip tunsport ttype action dnat stateful aggregate nwsvc nwapp ipproto ipcat destcountry avgduration rulelabel inbytes outbytes duration durationms numsessions ipsrulelabel threatcat threatname deviceowner devicehostname".split(
      " ",
    ),
  ],
  isRecord: (fields) => fields.has("csip") && fields.has("cdip") && says(fields, "action", /^(?:allow|block|drop|reset|ips)/i),
};

export const dnsFeed: NssFeed = {
  sourcetype: "nss-dns",
  product: /^(?:NSSDNSlog|NSS-DNS)$/i,
  marks: ["nss-dns", "|NSSDNSlog|", "|NSS-DNS|", "dns_req", "reqrulelabel"],
  names: spellings(
    time,
    login,
    record,
    "req dns_req",
    "res dns_resp",
    "reqtype dns_reqtype",
    "restype dns_restype",
    "cip clt_sip src",
    "sip srv_dip dst",
    "sport srv_dport dpt dstport",
    "domcat category",
    "location loc realm spriv",
    "dept department role",
  ),
  layouts: [
    "time login dept location reqaction resaction reqrulelabel resrulelabel reqtype req res sport durationms cip sip domcat respipcat deviceowner devicehostname".split(
      " ",
    ),
  ],
  isRecord: (fields) =>
    fields.has("req") &&
    fields.has("reqtype") &&
    (says(fields, "reqaction", /allow|block|redir/i) || says(fields, "cip", /^[0-9a-f.:]{2,45}$/i)),
};

const common = "time tunnelactionname tunneltype vpncredentialname location sourceip destvip srcport";
export const tunnelFeed: NssFeed = {
  sourcetype: "nss-tunnel",
  product: /^(?:NSSTunnellog|NSS-TUNNEL)$/i,
  marks: ["nss-tunnel", "|NSSTunnellog|", "|NSS-TUNNEL|", "tunnelactionname", "ecordtype"],
  names: spellings(
    time,
    record,
    "tunnelactionname recordtype",
    "vpncredentialname user login suser usrname",
    "sourceip src",
    "destvip destinationip dst",
    "srcport sourceport spt",
    "dstport destinationport dpt",
    "location locationname realm spriv",
    "tz timezone",
  ),
  layouts: [
    `${common} event eventreason recordid`,
    `${common} txbytes rxbytes txpackets rxpackets dpdrec recordid`,
    `${common} dstport lifetime ikeversion spi_in spi_out algo authentication authtype recordid`,
    `${common} srcportstart destportstart srcipstart srcipend destipstart destipend lifetime ikeversion lifebytes spi algo authentication authtype protocol tunnelprotocol policydirection recordid`,
  ].map((line) => line.split(" ")),
  isRecord: (fields) =>
    fields.has("tunneltype") && says(fields, "tunnelactionname", /^(?:WL_TUNNEL_|IPSec Phase|Tunnel (?:Event|Sample))/i),
};
