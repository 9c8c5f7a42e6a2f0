import { actions, directions, observationKinds } from "../model/connection";
import { nameProofs, outcomes, verdicts } from "../model/verdict";

/** How values of a field are written and compared. */
export type FieldType =
  | "text"
  | "address"
  | "destination"
  | "number"
  | "bytes"
  | "duration"
  | "status"
  | "asn"
  | "country"
  | "choice"
  | "flag"
  | "version";

export interface Field {
  label: string;
  type: FieldType;
  about: string;
  example: string;
  /** The whole list, for a choice or a version. */
  values?: readonly string[];
}

/** Oldest first: `tls:<1.2` follows this order. */
export const tlsVersions = ["ssl2", "ssl3", "1.0", "1.1", "1.2", "1.3"] as const;

const field = (label: string, type: FieldType, about: string, example: string, values?: readonly string[]): Field => ({
  label,
  type,
  about,
  example,
  ...(values && { values }),
});

/** Everything a query may name, in the order completion offers it. Links and saved views rely on the names: they are never reused. */
export const fields = {
  service: field("Service", "text", "Service of the workload that spoke.", "service:billing"),
  environment: field("Environment", "text", "Environment of the workload.", "environment:production"),
  team: field("Team", "text", "Team that owns the workload.", "team:payments"),
  host: field("Host", "text", "Destination's name, lower case.", "host:*.storage.example"),
  domain: field("Domain", "text", "Registrable domain of the destination.", "domain:vendor.example"),
  dst: field("Destination", "destination", "Destination's name, address or prefix.", "dst:203.0.113.0/24"),
  ip: field("Destination IP", "address", "Destination's address or a prefix.", "ip:203.0.113.7"),
  dport: field("Port", "number", "Destination's port.", "dport:(443 OR 8443)"),
  src: field("Source IP", "address", "Caller's address or a prefix.", "src:10.0.0.0/8"),
  sport: field("Source port", "number", "Caller's port.", "sport:>=32768"),
  user: field("User", "text", "Caller's user, as a pseudonym unless the source opted in.", "has:user"),
  verdict: field("Verdict", "choice", "What the policy in force said.", "verdict:denied", verdicts),
  outcome: field("Outcome", "choice", "The verdict held against what the engine did.", "outcome:violation", outcomes),
  action: field("Action", "choice", "What the engine that wrote the log did.", "action:denied", actions),
  rule: field("Rule", "text", "Id of the policy rule that decided.", "rule:payments-gateway"),
  policy: field("Policy version", "number", "Version of the policy that judged.", "policy:3"),
  protocol: field("Protocol", "text", "Transport protocol.", "protocol:udp"),
  app: field("Application", "text", "Application protocol the logger observed.", "app:tls"),
  method: field("Method", "text", "HTTP method.", "method:POST"),
  path: field("Path", "text", "Path with ids and numbers as {id}.", "path:/v1/*"),
  url: field("URL", "text", "URL as kept, or host and path where that says it all.", "url:*/upload*"),
  status: field("Status", "status", "HTTP status or its class.", "status:5xx"),
  attempt: field("Attempt", "number", "0 for the first try.", "attempt:>0"),
  answered: field("Answered", "flag", "Whether the far end was seen to answer.", "answered:false"),
  tls: field("TLS version", "version", "Negotiated TLS version.", "tls:<1.2", tlsVersions),
  sni: field("SNI", "text", "Server name the client asked for.", "has:sni"),
  proof: field("Name proof", "choice", "How well the destination's name is supported.", "proof:contradicted", nameProofs),
  country: field("Country", "country", "Approximate location of the destination.", "country:(US OR CN)"),
  operator: field("Operator country", "country", "Where the destination's operator is registered.", "operator:US"),
  asn: field("ASN", "asn", "Autonomous system of the destination.", "asn:AS64500"),
  bytes: field("Bytes", "bytes", "Bytes both ways.", "bytes:>1mb"),
  bytes_out: field("Bytes out", "bytes", "Bytes from the caller.", "bytes_out:>=25mb"),
  bytes_in: field("Bytes in", "bytes", "Bytes to the caller.", "bytes_in:0"),
  duration: field("Duration", "duration", "How long it took.", "duration:>2s"),
  job: field("Job", "text", "Batch job.", "job:nightly-export"),
  run: field("Run", "text", "Run of a batch job, by its own id.", "run:2026-11-20"),
  kind: field("Observation", "choice", "What the log saw.", "kind:request", observationKinds),
  direction: field("Direction", "choice", "Direction by the configured internal ranges.", "direction:outbound", directions),
  source: field("Source", "text", "Name of the log source.", "source:edge-proxy"),
  format: field("Format", "text", "Format of the log.", "format:zeek-conn"),
  import: field("Import", "number", "Number of the import.", "import:42"),
  session: field("Session", "text", "The logger's own id of the session.", "session:CHhAvVGS1DHFjwGM9"),
  trace: field("Trace", "text", "Trace id.", "has:trace"),
  agent: field("User agent", "text", "User agent of the client.", "agent:curl*"),
  twin: field("Twin", "flag", "The other record of an activity already told.", "twin:false"),
  sample: field("Sample", "flag", "From the sample estate.", "sample:false"),
} as const satisfies Record<string, Field>;

export type FieldId = keyof typeof fields;
export const fieldIds = Object.keys(fields) as FieldId[];

export const isField = (name: string): name is FieldId => Object.hasOwn(fields, name);
export const fieldOf = (id: FieldId): Field => fields[id];
