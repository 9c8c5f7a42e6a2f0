import { canonicalAddress } from "../../model/address";

/** Kinds of Umbrella's logs; the last ones tell of no connection of their own. */
export type UmbrellaKind = "dns" | "proxy" | "firewall" | "ip" | "intrusion" | "dlp" | "audit";

/** Columns by kind, oldest first: a later schema version only adds at the end. */
export const umbrellaColumns: Record<UmbrellaKind, readonly string[]> = {
  dns: "timestamp,most granular identity,identities,internal ip,external ip,action,query type,response code,domain,categories,most granular identity type,identity types,blocked categories,rule id,destination countries,organization id".split(
    ",",
  ),
  proxy:
    "timestamp,policy identity label,internal client ip,external client ip,destination ip,content type,action,url,referer,user agent,status code,request size,response size,response body size,sha256,categories,av detections,puas,amp disposition,amp malware name,amp score,policy identity type,blocked categories,identities,identity types,request method,dlp status,certificate errors,file name,ruleset id,rule id,destination list ids,isolate action,file action,warn status,forwarding method,producer,msp organization id,blocked destination countries,application ids,hostname,data center,egress,server name,time based rule,security overridden,detected response file type,warn categories,organization id".split(
      ",",
    ),
  firewall:
    "timestamp,origin ids,identities,identity type,direction,protocol,packet size,source ip,source port,destination ip,destination port,data center,rule id,action,fqdns,destination list ids,first packet timestamp,last packet timestamp,packets sent,packets received,bytes sent,bytes received,fw event id,destination country,app id".split(
      ",",
    ),
  ip: "timestamp,identity,source ip,source port,destination ip,destination port,categories,identity type".split(","),
  intrusion:
    "timestamp,identities,identity types,generator id,signature id,signature message,signature list id,severity,attack classification,cves,ip protocol,session id,source ip,source port,destination ip,destination port,action".split(
      ",",
    ),
  dlp: "timestamp,event type,unique event id,severity,identity,owner,name,application,destination,action,rule".split(","),
  audit: "id,timestamp,email,user,type,action,logged in from,before,after".split(","),
};

/** The kind that a folder of the bucket, its path, or a name is for. */
export function umbrellaKind(text: string): UmbrellaKind | undefined {
  const name = /(dns|proxy|cloudfirewall|firewall|ip|intrusion|dlp|audit)(?:logs?)?(?=\W|$)/i.exec(text)?.[1]?.toLowerCase();
  return name === "cloudfirewall" ? "firewall" : (name as UmbrellaKind | undefined);
}

/** The kind of a header row, as a bucket with optional headers has it; names changed in the course of time. */
export function headerKind(cells: readonly string[]): UmbrellaKind | undefined {
  if (!/^[a-z]/i.test(cells[0] ?? "")) return undefined;
  const names = new Set(cells.map((cell) => cell.toLowerCase()));
  if (!names.has("timestamp") && !names.has("time")) return undefined;
  if (names.has("query type")) return "dns";
  if (names.has("url")) return "proxy";
  if (names.has("packet size")) return "firewall";
  if (names.has("signature id")) return "intrusion";
  if (names.has("data classification")) return "dlp";
  return names.has("logged in from") ? "audit" : names.has("destination port") ? "ip" : undefined;
}

const stamp = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}/;
const isAddress = (text: string | undefined): boolean => text === "" || (text !== undefined && canonicalAddress(text) !== undefined);
const isNumber = (text: string | undefined): boolean => text !== undefined && /^[0-9]{0,10}$/.test(text);

/** The kind of a row without a header, by what stands in its columns. */
export function rowKind(cells: readonly string[]): UmbrellaKind | undefined {
  const [first = "", second = "", c2, c3, c4 = "", c5, c6 = ""] = cells;
  const width = cells.length;
  if (!stamp.test(first)) return width >= 7 && width <= 9 && isNumber(first) && stamp.test(second) ? "audit" : undefined;
  if (width >= 14 && /^(?:out|in)bound$|^to(?:_| )/i.test(c4) && isAddress(cells[7]) && isAddress(cells[9])) return "firewall";
  if (width >= 6 && width <= 10 && isAddress(c2) && isNumber(c3) && isAddress(c4) && isNumber(c5)) return "ip";
  if (
    width >= 9 &&
    isAddress(c3) &&
    isAddress(c4) &&
    /^(?:allow|block|prox)\w*$/i.test(c5 ?? "") &&
    /^(?:[0-9]{1,5}(?: \(\S*\))?|[A-Za-z0-9]{0,12})$/.test(c6)
  )
    return "dns";
  if (width >= 11 && isAddress(c2) && isAddress(c3) && isAddress(c4) && /^(?:allow|block|prox|warn|isolat)\w*$/i.test(c6)) return "proxy";
  if (width >= 17 && isNumber(c3) && isNumber(c4) && isAddress(cells[12]) && isAddress(cells[14])) return "intrusion";
  return width >= 11 && /^(?:real time|saas api|ai guardrails)$/i.test(second) ? "dlp" : undefined;
}
