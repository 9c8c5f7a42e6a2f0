import type { Action } from "../../model/connection";

/** What an ASA says of traffic: the ids, the sentence with its parts in braces, and the decision. */
export interface AsaMessage {
  pattern: RegExp;
  /** Absent where a part named `verb` says it. */
  action?: Action;
  /** It speaks of a connection that other messages tell whole. */
  twin?: true;
  /** It tells of a packet, of whichever end. */
  packet?: true;
  /** Why it is no connection, though it names two ends. */
  skip?: string;
  application?: string;
}

const place = (name: string): string => `(?<${name}>(?:NP Identity Ifc:)?[^\\s(),;]{1,260})`;
const user = (name: string): string => `(?: ?\\((?!type )(?<${name}>[^()]{1,260})\\))?`;
const parts: Record<string, string> = {
  "{proto}": "(?:protocol )?(?<proto>[A-Za-z0-9-]{1,20})",
  "{proto?}": "(?:(?<proto>[A-Za-z0-9-]{1,20}) )?",
  "{src}": `${place("src")}${user("srcUser")}`,
  "{dst}": `${place("dst")}${user("dstUser")}`,
  // Another address follows in brackets, which the client asked the server to reach.
  "{src,}": `${place("src")}(?:\\([^()]{1,260}\\))?`,
  // The address after translation follows in brackets, then the user.
  "{src+}": `${place("src")}(?: \\((?<srcMapped>[^\\s()]{1,260})\\))?${user("srcUser")}`,
  "{dst+}": `${place("dst")}(?: \\((?<dstMapped>[^\\s()]{1,260})\\))?${user("dstUser")}`,
  // inside/192.0.2.1(49735)(LOCAL\user)
  "{src()}": `[^\\s/()]{1,64}/(?<src>[^\\s()]{1,260})\\((?<srcPort>[0-9]{1,6})\\)${user("srcUser")}`,
  "{dst()}": `[^\\s/()]{1,64}/(?<dst>[^\\s()]{1,260})\\((?<dstPort>[0-9]{1,6})\\)${user("dstUser")}`,
  // inside 192.0.2.1 (49735)
  // inside/192.0.2.1 49735
  "{src_}": `[^\\s/()]{1,64}/(?<src>[^\\s()]{1,260})[( ](?<srcPort>[0-9]{1,6})\\)?${user("srcUser")}`,
  "{dst_}": `[^\\s/()]{1,64}/(?<dst>[^\\s()]{1,260})[( ](?<dstPort>[0-9]{1,6})\\)?${user("dstUser")}`,
  // 198.51.100.1(192.0.2.1)/80: the address before translation stands in the brackets.
  "{global}": "(?:(?<dstMapped>[^\\s()/]{1,260})\\()?(?<dst>[^\\s()/]{1,260})\\)?/(?<dstPort>[0-9]{1,5})",
  "{src ()}": `\\S{1,64} (?<src>[^\\s()]{1,260}) \\((?<srcPort>[0-9]{1,6})\\)${user("srcUser")}`,
  "{dst ()}": "\\S{1,64} (?<dst>[^\\s()]{1,260}) \\((?<dstPort>[0-9]{1,6})\\)",
  "{way}": "(?<way>inbound|outbound)",
  "{user}": "(?<user>\\S{1,260})",
  "{list}": '"?(?<list>[^\\s"]{1,260})"?',
  "{verb}": "(?<verb>[a-z-]{1,20})",
  "{type}": "(?<icmpType>[0-9]{1,3})",
  "{code}": "(?<icmpCode>[0-9]{1,3})",
  "{type,code}": "(?: ?\\(type (?<icmpType>[0-9]{1,3}), code (?<icmpCode>[0-9]{1,3})\\))?",
  "{count}": "(?<count>[0-9]{1,9})",
  "{flags}": "(?<flags>[A-Z ]{1,60}?)",
  "{listed}": "(?<listed>source|destination) .{1,260}?",
  "{name}": "(?<name>[^\\s,]{1,260})",
  "{original}": "(?:(?:protocol )?\\S{1,20} src (?<src>[^\\s(),;]{1,260}) dst (?<dst>[^\\s(),;]{1,260})|<unknown>)",
  "{client}": "(?:(?<srcUser>[^\\s@()]{1,260})@)?(?<src>[^\\s()]{1,260})(?:\\((?<srcName>[^()]{0,260})\\))?",
  "{server}": "(?:[^\\s@:]{1,260}@)?(?<dst>[^\\s()]{1,260}?)(?:\\([^()]{0,260}\\))?",
  "{url}": "(?<url>(?:[a-z]{2,8}:)?/\\S{0,32768}|\\S{1,32768})",
  "{gap}": " ?",
  "{arrow}": "(?:-> )?",
  "{mail}": "E?",
  "{for}": "(?:for )?",
  "{cut}": "(?:(?<verb>dropping|resetting)(?: connection)? )?",
  "{word}": "\\S{1,260}",
  "{reason}": "(?<reason>.{1,300})",
  "{any}": ".{0,400}?",
};

/** Every part is bounded, and the sentence is anchored at its begin: a line of anything is refused in one pass. */
function sentence(template: string): RegExp {
  const source = template
    .split(/(\{[^}]{1,20}\})/)
    .map((piece) => parts[piece] ?? piece.replace(/[.*+?^$()|[\]\\/]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}`, "i");
}

type Row = [ids: string, template: string, action?: Action, more?: Omit<AsaMessage, "pattern" | "action">];
const twin = { twin: true } as const;
const packet = { twin: true, packet: true } as const;

const rows: readonly Row[] = [
  ["106001", "{way} {proto} connection denied from {src} to {dst} flags {flags} on interface", "denied"],
  ["106002", "{proto} Connection denied by {way} list {list} src {src} dest {dst}", "denied"],
  ["106006", "Deny {way} {proto} from {src} to {dst} on interface", "denied"],
  ["106007", "Deny {way} {proto} from {src} to {dst} due to {reason}", "denied", { application: "dns" }],
  ["106010 106014", "Deny {way} {proto} src {src} dst {dst}{type,code}", "denied"],
  ["106011", "Deny {way} (No xlate) {proto} src {src} dst {dst}{type,code}", "denied"],
  ["106012", "Deny {proto} from {src} to {dst}, {reason}", "denied"],
  ["106013", "Dropping echo request from {src} to PAT address {dst}", "denied"],
  ["106015", "Deny {proto} (no connection) from {src} to {dst} flags {flags} on interface", "denied", { packet: true }],
  ["106016", "Deny {proto} spoof from ({src}) to {dst} on interface", "denied"],
  ["106017", "Deny {proto} due to Land Attack from {src} to {dst}", "denied"],
  ["106018", "{proto} packet type {type} denied by {way} list {list} src {src} dest {dst}", "denied"],
  ["106020", "Deny {proto} teardrop fragment ({any}) from {src} to {dst}", "denied"],
  ["106021", "Deny {proto} reverse path check from {src} to {dst} on interface", "denied"],
  ["106022", "Deny {proto} connection spoof from {src} to {dst} on interface", "denied"],
  ["106023", "Deny {proto} src {src} dst {dst}{type,code}{any} by access-group {list}", "denied"],
  ["106100", "access-list {list} {verb} {proto} {src()} -> {dst()} hit-cnt {count}"],
  ["106102 106103", "access-list {list} {verb} {proto} for user {user} {src_} {arrow}{dst_} hit-cnt {count}"],
  ["108003", "Terminating ESMTP/SMTP connection; {any} from {src} to {dst}. Data:", "denied", { application: "smtp", ...packet }],
  ["108004", "{any}: {verb} {mail}SMTP {any} from {src} to {dst};{gap}{reason}", undefined, { application: "smtp", ...packet }],
  ["110002 110003", "{any} for {proto} from {src} to {dst}", "denied"],
  ["201010 201011 201012 201013", "{any} limit exceeded {any}for {word} packet from {src} to {dst} on interface", "denied"],
  ["209003", "Fragment database limit of {any}: src = {src}, dest = {dst}, proto = {proto}", "denied"],
  ["209004 209005", "{any}: src = {src}, dest = {dst}, proto = {proto}", "denied"],
  ["303002", "{word} connection from {src} to {dst}, user {user} {any}", "allowed", { twin: true, application: "ftp" }],
  ["303005", "Strict FTP inspection {any} from {src} to {dst}", "denied", { twin: true, application: "ftp" }],
  ["304001", "{client} Accessed {any}URL {server}:{url}", "allowed", twin],
  ["304002", "Access denied URL {url} SRC {src} {any}EST {dst}", "denied"],
  ["305005", "No translation group found for {proto} src {src} dst {dst}{type,code}", "denied"],
  ["305006", "{any} translation creation failed for {proto} src {src} dst {dst}{type,code}", "denied"],
  ["305013", "{any} Connection {for}{proto} src {src} dst {dst}{type,code} denied due to {reason}", "denied"],
  ["305016", "Unable to create {proto?}connection from {src} to {dst} due to {reason}", "denied"],
  ["313001 313008", "Denied {proto} type={type}, code={code} from {src} on interface", "denied"],
  ["313004", "Denied {proto} type={type}, from {any}addr {src} on interface {word} to {dst}: {reason}", "denied"],
  [
    "313005",
    "No matching connection for ICMP error message: {proto} src {word} dst {word} {any}Original IP payload: {original}",
    "denied",
    { skip: "an ICMP error about a connection that is not known" },
  ],
  ["313009", "Denied invalid {proto} code {code}, for {src+} to {dst+}", "denied"],
  ["314004", "RTSP client {src} accessed RTSP URL {url}", "allowed", { application: "rtsp", twin: true }],
  ["314006", "RTSP client {src} denied access to URL {url}", "denied", { application: "rtsp" }],
  ["338001 338002 338003 338004 338101 338102 338103 338104 338201 338202", filter(), undefined, twin],
  ["338005 338006 338007 338008 338203 338204", filter(), "denied"],
  ["400{n}", "{any} from {src} to {dst} on interface", "alerted", twin],
  ["401004", "Shunned packet: {src} ==> {dst} on interface", "denied"],
  ["406001 406002", "FTP port command {any}: {src,} to {dst} on interface", "denied", { application: "ftp" }],
  ["407002", "Embryonic limit {any} exceeded.{gap}{src} to {global}", "denied"],
  ["410001", "Dropped {proto} DNS {any} from {src} to {dst}; {reason}", "denied", { application: "dns", packet: true }],
  ["410003 410004", "{any}: {verb} DNS {any} from {src} to {dst};{gap}{reason}", undefined, { application: "dns", ...packet }],
  ["415{n}", "HTTP - {any}{cut}from {src} to {dst}", undefined, { application: "http", twin: true }],
  ["416001", "Dropped {proto} SNMP packet from {src} to {dst}; {reason}", "denied", { application: "snmp" }],
  ["418001", "{any} is denied: {proto} from {src ()} to {dst ()}", "denied"],
  ["424001", "Packet denied {proto} {src} {dst} {reason}", "denied"],
  ["419001", "Dropping {proto} packet from {src} to {dst}, reason: {reason}", "denied", packet],
  ["419002", "Duplicate {proto} SYN from {src} to {dst}", "unknown", twin],
  ["420002 420003", "IPS requested to {any} {proto} {word} from {src} to {dst}", "denied", packet],
  ["424002", "Connection to the backup interface is denied: {proto} {src} {dst}", "denied"],
  ["420001", "IPS card not up and fail-close mode used, dropping {proto} packet {src} to {dst}", "denied", packet],
  [
    "431001 431002",
    "{any}: Dropping {word} packet from {src} to {dst}, Drop reason: {reason}",
    "denied",
    { application: "rtp", ...packet },
  ],
  ["434001", "SFR card not up and fail-close mode used, dropping {proto} packet from {src} to {dst}", "denied", packet],
  ["434002 434003", "SFR requested to {any} {proto} {word} from {src} to {dst}", "denied", packet],
  ["434004", "SFR requested {any} {proto} flow from {src} to {dst}", "allowed", twin],
  ["446003", "Denied TLS Proxy session from {src} to {dst}, {reason}", "denied"],
  ["448001", "Denied SRTP crypto session setup on flow from {src} to {dst}, {reason}", "denied"],
  ["450001", "Deny traffic for {proto} src {src} dst {dst}, {reason}", "denied"],
  ["500001 500002", "{any} src {src} dest {dst} on interface", "unknown", twin],
  ["500003", "Bad {proto} hdr length ({any}) from {src} to {dst}, flags: {flags}, on interface", "denied", packet],
  ["500004", "Invalid transport field for protocol={proto}, from {src} to {dst}", "denied", packet],
  ["500005", "connection terminated for {proto} from {src} to {dst} due to {reason}", "denied", packet],
  ["507001", "Terminating {any} connection from {src} to {dst} - {reason}", "denied", packet],
  ["507003", "{proto} flow from {src} to {dst} terminated by inspection engine, reason - {reason}", "denied", packet],
  ["607002 607003", "{any}: {verb} SIP {any} from {src} to {dst};{gap}{reason}", undefined, { application: "sip", ...packet }],
  ["607004", "Phone Proxy: Dropping SIP message from {src} to {dst} with {reason}", "denied", { application: "sip", ...packet }],
  ["608002 608003 608004 608005", "Dropping Skinny message for {src} to {dst}, {reason}", "denied", twin],
  ["710001", "{proto} access requested from {src} to {dst}", "unknown"],
  ["710002", "{proto} access permitted from {src} to {dst}", "allowed"],
  ["710003", "{proto} access denied by ACL from {src} to {dst}", "denied"],
  ["710004", "{proto} connection limit exceeded from {src} to {dst}", "denied"],
  ["710005 710006", "{proto} request discarded from {src} to {dst}", "denied"],
];

/** Botnet traffic filter: the name stands for the end that is on the list. */
function filter(): string {
  return "Dynamic filter {verb} {any}listed {proto} traffic from {src+} to {dst+}, {listed}resolved from {word} list: {name}";
}

const patterns = new Map<string, RegExp>();
const byId = new Map<string, AsaMessage>();
for (const [ids, template, action, more] of rows) {
  const pattern = patterns.get(template) ?? sentence(template);
  patterns.set(template, pattern);
  for (const id of ids.split(" ")) byId.set(id, { pattern, action, ...more });
}

/** The sentence of an id; ids of the intrusion and HTTP inspections are many of one form. */
export const findAsaMessage = (id: string): AsaMessage | undefined => byId.get(id) ?? byId.get(`${id.slice(0, 3)}{n}`);
