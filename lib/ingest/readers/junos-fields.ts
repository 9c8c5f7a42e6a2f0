import { readPairs } from "./key-value";
import { readStructured } from "./syslog";

/** A message of Junos: its tag, and its values by the names of the structured notation. */
export interface JunosMessage {
  tag: string;
  values: ReadonlyMap<string, string>;
}

const family =
  /\b((?:RT_FLOW|RT_SCREEN|APPTRACK|WEBFILTER|AV|CONTENT_FILTERING|ANTISPAM|IDP|SECINTEL|AAMW|PFE_FW|SSL_PROXY|JTI|KMD)_[A-Z0-9_]{2,60})\b/;
const anyTag = /(?:^|[\s:])([A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,6})(?=: | \[junos@| *$)/;
const filter = /\bFW: \S{1,40} {1,8}[ADR] /;
const nothing = new Set(["", "N/A", "NA", "None", "UNKNOWN", "unknown-user", "unauthenticated-user", "-", "unset"]);

/** @returns undefined where the line has no tag. */
export function readJunosMessage(line: string): JunosMessage | undefined {
  const head = line.slice(0, 600);
  const tag = (family.exec(head) ?? anyTag.exec(head))?.[1]?.replace(/_LS$/, "") ?? (filter.test(head) ? "PFE_FW_SYSLOG" : undefined);
  if (tag === undefined) return undefined;
  const bracket = line.search(/\[(?:junos@|[a-z-]{2,40}=")/);
  const at = line.indexOf(tag);
  const values =
    bracket >= 0
      ? readStructured(line.slice(bracket))
      : readPlain(tag, line.slice(at < 0 ? 0 : at + tag.length).replace(/^(?:_LS)?:? */, ""));
  for (const [key, value] of values) if (value.length < 21 && nothing.has(value.trim())) values.delete(key);
  return { tag, values };
}

type Values = Map<string, string>;

function readPlain(tag: string, text: string): Values {
  if (tag.startsWith("RT_FLOW_SESSION") || tag.startsWith("APPTRACK_SESSION"))
    return readSession(text.slice(0, 1500), tag.startsWith("APP"));
  if (tag.startsWith("RT_SCREEN")) return readScreen(text);
  if (tag.startsWith("IDP_")) return readAttack(text);
  if (tag.startsWith("PFE_FW")) return readFilter(text);
  return readWebFilter(text);
}

// Every part is bounded: a line of anything is refused in one pass.
const ends = /([0-9A-Fa-f.:]{2,45})\/([0-9]{1,5})->([0-9A-Fa-f.:]{2,45})\/([0-9]{1,5})(?: 0x[0-9a-f]{1,8})?/;
/** protocol, policy, zones, session; a NAT rule's type and name stand before, in two to six words. */
const rest = /^(?: \S{1,80}){0,8}? ([0-9]{1,3}) (\S{1,120}) (\S{1,80}) (\S{1,80}) ([0-9]{1,20})(?= |$)/;
const restNames = ["protocol-id", "policy-name", "source-zone-name", "destination-zone-name", "session-id-32"];
const denied = /^ \S{1,80} ([0-9]{1,3})\(([0-9]{1,3})\) (\S{1,120}) (\S{1,80}) (\S{1,80})(?= |$)/;
const deniedNames = ["protocol-id", "icmp-type", "policy-name", "source-zone-name", "destination-zone-name"];
const counts = /^ ([0-9]{1,18})\(([0-9]{1,18})\) ([0-9]{1,18})\(([0-9]{1,18})\) ([0-9]{1,12})(?= |$)/;
const countNames = ["packets-from-client", "bytes-from-client", "packets-from-server", "bytes-from-server", "elapsed-time"];
/** AppTrack names the application behind the service, before the translation. */
const tracked = /^ \S{1,80} (\S{1,80}) (\S{1,80})(?= |$)/;
const applicationNames = ["application", "nested-application"];
/** The end and the refusal of a session name the application before the user, releases before 12.1 neither. */
const closedBy = /^(?: ([^\s()]{1,80}) ([^\s()]{1,80}))? ([^()]{1,128})\(([^()]{0,400})\)(?: \S{1,80})?(?= |$)/;
const closedByNames = [...applicationNames, "username", "roles"];
/** Its beginning names user and interface first. */
const createdBy = /^ ([^()]{1,128})\(([^()]{0,400})\)(?: \S{1,80}(?: (\S{1,80}) (\S{1,80}))?)?(?= |$)/;
const createdByNames = ["username", "roles", ...applicationNames];
/** AppTrack ends with user, roles and whether the session is encrypted; of nobody it says so in two words. */
const trackedBy = /^ (unauthenticated user|\S{1,128}) (\S{1,400})(?= (?:Yes|No|UNKNOWN|N\/A)(?: |$)|$)/;
const reasonOfDenial = /^ (?:Yes|No|UNKNOWN|N\/A) ([A-Za-z][^0-9]{0,80}?)(?: ([0-9]{1,20})(?= |$)|$)/;

/** "session closed TCP FIN: a/1->b/2 service a/1->b/2 rules 6 policy zone zone 5 6(337) 4(535) 1 …" */
function readSession(text: string, isTracked: boolean): Values {
  const values: Values = new Map();
  let tail = readEnds(text, values, "") ?? "";
  const take = (pattern: RegExp, names: readonly string[]): boolean => {
    const match = pattern.exec(tail);
    if (!match) return false;
    for (const [i, name] of names.entries()) if (match[i + 1] !== undefined) values.set(name, match[i + 1]!);
    tail = tail.slice(match[0].length);
    return true;
  };
  const reason = /session (?:closed|denied) ([^:]{1,60}): /.exec(text.slice(0, 120))?.[1];
  if (reason) values.set("reason", reason);
  if (isTracked) {
    take(tracked, applicationNames);
    tail = readEnds(tail, values, "nat-") ?? tail;
    if (take(rest, restNames)) {
      take(counts, countNames);
      take(trackedBy, ["username", "roles"]);
    }
  } else if (take(denied, deniedNames)) {
    if (take(closedBy, closedByNames)) take(reasonOfDenial, ["reason", "session-id-32"]);
  } else {
    tail = readEnds(tail, values, "nat-") ?? tail;
    if (!take(rest, restNames)) return values;
    if (take(counts, countNames)) take(closedBy, closedByNames);
    else take(createdBy, createdByNames);
  }
  if (values.get("username") === "unauthenticated user") values.delete("username");
  return values;
}

/** A pair of ends, before translation the first of a line. @returns what follows it; undefined where there is none. */
function readEnds(text: string, values: Values, prefix: "" | "nat-"): string | undefined {
  const match = ends.exec(text);
  if (!match) return undefined;
  const [whole, src, srcPort, dst, dstPort] = match as unknown as string[];
  values.set(`${prefix}source-address`, src!).set(`${prefix}source-port`, srcPort!);
  values.set(`${prefix}destination-address`, dst!).set(`${prefix}destination-port`, dstPort!);
  return text.slice(match.index + whole!.length);
}

/** "TCP sweep! source: a:1, destination: b:2, zone name: untrust, interface name: x, action: drop" */
function readScreen(text: string): Values {
  const values: Values = new Map();
  const attack = /^([^!]{1,80}!)/.exec(text)?.[1];
  if (attack) values.set("attack-name", attack);
  for (const [name, key] of [
    ["source", "source"],
    ["destination", "destination"],
  ] as const) {
    const end = new RegExp(`\\b${name}: ([0-9A-Fa-f.:]{2,45}?)(?::([0-9]{1,5}))?(?=,|$| )`).exec(text);
    if (end) values.set(`${key}-address`, end[1]!);
    if (end?.[2]) values.set(`${key}-port`, end[2]);
  }
  const action = /\baction: ([a-z-]{1,20})/.exec(text)?.[1];
  if (action) values.set("action", action);
  return values;
}

/** "… Attack log <a/1->b/2> for TCP protocol and service S application A by rule 1 of rulebase IPS in policy P. attack: repeat=0, action=DROP, …" */
function readAttack(text: string): Values {
  const values: Values = new Map();
  readEnds(text.slice(0, 1500), values, "");
  const words =
    /> for (\S{1,20}) protocol and service \S{1,60} application (\S{1,60}) by rule (\S{1,60}) of rulebase (\S{1,60}) in policy (\S{1,80}?)[. ]/.exec(
      text,
    );
  if (words)
    for (const [i, name] of ["protocol-name", "application-name", "rule-name", "rulebase-name", "policy-name"].entries())
      values.set(name, words[i + 1]!);
  const action = /\baction=([A-Z_]{1,30})/.exec(text)?.[1];
  const attack = /, name=([^,]{1,120}),/.exec(text)?.[1];
  if (action) values.set("action", action);
  if (attack) values.set("attack-name", attack);
  return values;
}

/** A firewall filter's own line: "FW: ge-0/0/0.0 A tcp a b 1 2 (3 packets)". */
function readFilter(text: string): Values {
  const values: Values = new Map();
  const match =
    /FW: \S{1,40} {1,8}([ADR]) (\S{1,20}) ([0-9A-Fa-f.:]{2,45}) ([0-9A-Fa-f.:]{2,45}) +([0-9]{1,5}) +([0-9]{1,5})(?: \(([0-9]{1,12}) packets\))?/.exec(
      text.slice(0, 400),
    );
  if (match)
    for (const [i, name] of [
      "action",
      "protocol-name",
      "source-address",
      "destination-address",
      "source-port",
      "destination-port",
      "packets-from-client",
    ].entries())
      if (match[i + 1]) values.set(name, match[i + 1]!);
  return values;
}

/** 'WebFilter: ACTION="URL Blocked" a(1)->b(2) CATEGORY="c" URL=host OBJ=/ USERNAME=N/A'; other services of UTM write the like. */
function readWebFilter(text: string): Values {
  const values: Values = new Map();
  const tuple = /([0-9A-Fa-f.:]{2,45})[(/]([0-9]{1,5})\)?->([0-9A-Fa-f.:]{2,45})[(/]([0-9]{1,5})\)?/.exec(text.slice(0, 1000));
  if (tuple)
    for (const [i, name] of ["source-address", "source-port", "destination-address", "destination-port"].entries())
      values.set(name, tuple[i + 1]!);
  // "AntiSpam: SPAM detected: name (address) action reason: text"
  const spam = /SPAM detected: \S{0,255} ?\(([0-9A-Fa-f.:]{2,45})\)(?: (\S{1,40}))?(?: reason: (.{1,200}))?/.exec(text.slice(0, 1000));
  for (const [i, name] of ["source-address", "action", "reason"].entries()) if (spam?.[i + 1]) values.set(name, spam[i + 1]!);
  for (const [key, value] of readPairs(text)) values.set(key.toLowerCase(), value);
  return values;
}
