/** What a log of HAProxy can say, by the names our reader uses. */
export type HaproxyField =
  | "client"
  | "clientPort"
  | "time"
  | "frontend"
  | "target"
  | "targetPort"
  | "server"
  | "serverIp"
  | "serverPort"
  | "outIp"
  | "outPort"
  | "duration"
  | "status"
  | "bytesIn"
  | "bytesOut"
  | "state"
  | "captures"
  | "host"
  | "request"
  | "method"
  | "path"
  | "userAgent"
  | "id"
  | "sni"
  | "tlsVersion"
  | "cipher"
  | "error";
export type HaproxyValues = Partial<Record<HaproxyField, string>>;

/** Aliases of log-format. @see https://docs.haproxy.org/3.0/configuration.html#8.2.6 */
const aliases: Record<string, HaproxyField> = {
  ci: "client",
  cp: "clientPort",
  fi: "target",
  fp: "targetPort",
  bi: "outIp",
  bp: "outPort",
  si: "serverIp",
  sp: "serverPort",
  f: "frontend",
  ft: "frontend",
  s: "server",
  t: "time",
  tr: "time",
  T: "time",
  Tl: "time",
  trl: "time",
  trg: "time",
  Ts: "time",
  Ta: "duration",
  Tt: "duration",
  ST: "status",
  B: "bytesIn",
  U: "bytesOut",
  ts: "state",
  tsc: "state",
  hr: "captures",
  r: "request",
  HM: "method",
  HU: "path",
  HP: "path",
  HPO: "path",
  ID: "id",
  sslv: "tlsVersion",
  sslc: "cipher",
};

/** Sample expressions, without the converters behind them. */
const samples: [RegExp, HaproxyField][] = [
  [/^src$/, "client"],
  [/^src_port$/, "clientPort"],
  [/^dst$/, "target"],
  [/^dst_port$/, "targetPort"],
  [/^ssl_fc_sni$|^req\.ssl_sni$|^req_ssl_sni$/, "sni"],
  [/^(?:req\.(?:f?hdr)|hdr|capture\.req\.hdr|base)\(host\)/i, "host"],
  [/^(?:req\.(?:f?hdr)|hdr)\(user-agent\)/i, "userAgent"],
  [/^ssl_fc_protocol$/, "tlsVersion"],
  [/^ssl_fc_cipher$/, "cipher"],
  [/^unique-id$/, "id"],
];

interface Part {
  field: HaproxyField | undefined;
  literal: string;
}
export interface HaproxyTemplate {
  lead: string;
  parts: readonly Part[];
}

/** Compiles a log-format string. @returns undefined where it holds no variable. */
export function compileHaproxyFormat(text: string): HaproxyTemplate | undefined {
  const bare = text
    .trim()
    .replace(/^log-format\s+/, "")
    .replace(/^"(.*)"$/s, "$1")
    .replace(/\\([ "\\])/g, "$1");
  const parts: Part[] = [];
  let lead = "";
  let at = 0;
  for (const match of bare.slice(0, 8192).matchAll(/%(?:\{([^}]{0,20})\})?(?:\[([^\]]{1,200})\]|([A-Za-z]{1,4}))/g)) {
    const between = bare.slice(at, match.index).replaceAll("%%", "%");
    const isQuoted = match[1]?.includes("+Q") === true && match[1].includes("+X") === false;
    const last = parts.at(-1);
    const front = isQuoted ? `${between}"` : between;
    if (last) last.literal += front;
    else lead = front;
    const sample = match[2]?.split(",", 1)[0];
    const field = sample === undefined ? aliases[match[3]!] : samples.find(([pattern]) => pattern.test(sample))?.[1];
    parts.push({ field, literal: isQuoted ? '"' : "" });
    at = match.index + match[0].length;
  }
  const last = parts.at(-1);
  if (!last) return undefined;
  last.literal += bare.slice(at).trimEnd();
  return { lead, parts };
}

/** @returns undefined where the line leaves the template. */
export function matchHaproxyFormat({ lead, parts }: HaproxyTemplate, line: string): HaproxyValues | undefined {
  if (!line.startsWith(lead)) return undefined;
  const values: HaproxyValues = {};
  let at = lead.length;
  for (const [i, { field, literal }] of parts.entries()) {
    const end = literal === "" ? (i === parts.length - 1 ? line.length : -1) : line.indexOf(literal, at);
    if (end < 0) return undefined;
    const value = line.slice(at, end).trim();
    at = end + literal.length;
    if (field !== undefined && value !== "" && value !== "-") values[field] ??= value;
  }
  return values;
}
