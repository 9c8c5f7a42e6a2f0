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
const filter = /\bFW: \S{1,40} [ADR] /;
const nothing = new Set(["", "N/A", "NA", "None", "UNKNOWN", "unknown-user", "-", "unset"]);

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
  for (const [key, value] of values) if (value.length < 13 && nothing.has(value.trim())) values.delete(key);
  return { tag, values };
}

type Values = Map<string, string>;

function readPlain(tag: string, text: string): Values {
  if (tag.startsWith("RT_FLOW_SESSION") || tag.startsWith("APPTRACK_SESSION")) return readSession(text);
  if (tag.startsWith("RT_SCREEN")) return readScreen(text);
  if (tag.startsWith("IDP_")) return readAttack(text);
  if (tag.startsWith("PFE_FW")) return readFilter(text);
  return readWebFilter(text);
}

// Every part is bounded: a line of anything is refused in one pass.
const ends = /([0-9A-Fa-f.:]{2,45})\/([0-9]{1,5})->([0-9A-Fa-f.:]{2,45})\/([0-9]{1,5})(?: 0x[0-9a-f]{1,8})?/g;
/** protocol, policy, zones, session; a NAT rule's type and name stand before, in two to six words. */
const rest = /^(?: \S{1,80}){0,8}? ([0-9]{1,3}) (\S{1,120}) (\S{1,80}) (\S{1,80}) ([0-9]{1,20})(?= |$)/;
const denied = /^ \S{1,80} ([0-9]{1,3})\(([0-9]{1,3})\) (\S{1,120}) (\S{1,80}) (\S{1,80})/;

/** "session closed TCP FIN: a/1->b/2 service a/1->b/2 rules 6 policy zone zone 5 6(337) 4(535) 1 …" */
function readSession(text: string): Values {
  const values: Values = new Map();
  const matches = [...text.slice(0, 1500).matchAll(ends)].slice(0, 2);
  const first = matches[0];
  if (!first) return values;
  const [, src, srcPort, dst, dstPort] = first as unknown as string[];
  values.set("source-address", src!).set("source-port", srcPort!).set("destination-address", dst!).set("destination-port", dstPort!);
  const reason = /session (?:closed|denied) ([^:]{1,60}): /.exec(text.slice(0, 120))?.[1];
  if (reason) values.set("reason", reason);
  const nat = matches[1];
  if (nat) {
    const [, natSrc, natSrcPort, natDst, natDstPort] = nat as unknown as string[];
    values
      .set("nat-source-address", natSrc!)
      .set("nat-source-port", natSrcPort!)
      .set("nat-destination-address", natDst!)
      .set("nat-destination-port", natDstPort!);
  }
  const last = nat ?? first;
  const tail = text.slice(last.index + last[0].length);
  const known = nat ? rest.exec(tail) : null;
  if (known) {
    for (const [i, name] of ["protocol-id", "policy-name", "source-zone-name", "destination-zone-name", "session-id-32"].entries())
      values.set(name, known[i + 1]!);
    const counts = /^ ([0-9]{1,18})\(([0-9]{1,18})\) ([0-9]{1,18})\(([0-9]{1,18})\) ([0-9]{1,12})(?: (\S{1,80}))?/.exec(
      tail.slice(known[0].length),
    );
    if (counts)
      for (const [i, name] of [
        "packets-from-client",
        "bytes-from-client",
        "packets-from-server",
        "bytes-from-server",
        "elapsed-time",
        "application",
      ].entries())
        if (counts[i + 1]) values.set(name, counts[i + 1]!);
  } else {
    const refused = denied.exec(tail);
    if (refused)
      for (const [i, name] of ["protocol-id", "icmp-type", "policy-name", "source-zone-name", "destination-zone-name"].entries())
        values.set(name, refused[i + 1]!);
  }
  const user = / ([^\s()]{1,128})\([^()]{0,200}\) [a-z]{1,6}[-0-9./]/.exec(tail.slice(0, 1500))?.[1];
  if (user) values.set("username", user);
  return values;
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
  const values = readSession(text.replace(/NAT <.*/s, ""));
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
    /FW: \S{1,40} ([ADR]) (\S{1,20}) ([0-9A-Fa-f.:]{2,45}) ([0-9A-Fa-f.:]{2,45}) +([0-9]{1,5}) +([0-9]{1,5})(?: \(([0-9]{1,12}) packets\))?/.exec(
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
  for (const [key, value] of readPairs(text)) values.set(key.toLowerCase(), value);
  return values;
}
