import { type Cef, readCef, readCefExtension } from "./cef";
import { splitCsv } from "./csv";
import { elffColumns, splitElff } from "./elff";
import { readObject, textOf } from "./json";
import { readPairs } from "./key-value";

/** A record of the Web Gateway by the names of its log columns; what says "nothing" is absent. */
export interface SkyhighFields {
  get(name: string): string | undefined;
}

/** Columns of access.log behind its stamp, in the order in which the default rule writes them. */
const accessColumns =
  "auth_user src_ip status_code req_line categories rep_level media_type bytes_to_client bytes_from_client user_agent virus_name block_res application_name".split(
    " ",
  );

const stamped = /^\[([0-9]{1,2}\/[A-Za-z]{3}\/[0-9]{4}:[0-9:]{8}(?:\.[0-9]+)? [+-][0-9]{4})\]\s/;
const of = (values: ReadonlyMap<string, string>): SkyhighFields => ({ get: (name) => textOf(values.get(name)) });

/** Whose columns these are, if the Web Gateway's: access.log, or the cloud's CSV. */
export function skyhighColumns(line: string): readonly string[] | undefined {
  const isAccess = /^#?\s?time_stamp[\s,]/.test(line) && /\b(?:auth_user|req_line|src_ip)\b/.test(line);
  const isCloud = line.includes("requested_host") && line.includes("http_action") && !line.includes("=") && !line.startsWith("{");
  return isAccess || isCloud ? elffColumns(line.replace(/^#\s?/, "").replaceAll('"', "")) : undefined;
}

export const isAccessLine = (line: string): boolean =>
  stamped.test(line) && /^\[[^\]]{20,40}\] "[^"]{0,300}" [0-9a-fA-F.:]{2,45} [0-9]{1,3} "/.test(line.slice(0, 512));
export const isKeyed = (line: string): boolean =>
  /\bsource_ip=/.test(line) && (/\bhttp_request_first_line=/.test(line) || (/\bhttp_action=/.test(line) && /\brequested_host=/.test(line)));
const isGateway = (cef: Cef): boolean => /^(?:mcafee|skyhigh|trellix|musarubra)/i.test(cef.vendor) && /web gateway|swg/i.test(cef.product);
export const readGatewayCef = (line: string): Cef | undefined => {
  const cef = line.includes("|") ? readCef(line) : undefined;
  return cef && isGateway(cef) ? cef : undefined;
};

/** @param columns of the header before, if there was one. @returns undefined where the line is no record. */
export function readSkyhighFields(line: string, columns: readonly string[] | undefined): SkyhighFields | undefined {
  if (line.startsWith("{")) {
    const object = readObject(line);
    return object && { get: (name) => textOf(object[name]) };
  }
  const stamp = stamped.exec(line);
  if (stamp) return readAccessLine(line.slice(stamp[0].length), stamp[1]!, columns);
  const cef = readGatewayCef(line);
  if (cef) return of(cefNames(cef));
  // The cloud's values hold blanks and no quotes.
  if (isKeyed(line)) return of(line.includes('="') ? readPairs(line) : readCefExtension(line));
  if (!columns) return undefined;
  const cells = splitCsv(line);
  return cells.length < Math.min(columns.length, 20) ? undefined : of(new Map(columns.map((column, i) => [column, cells[i] ?? ""])));
}

function readAccessLine(rest: string, stamp: string, header: readonly string[] | undefined): SkyhighFields | undefined {
  const cells = splitElff(rest);
  const columns = header?.[0] === "time_stamp" ? header.slice(1) : accessColumns;
  if (cells.length < Math.min(columns.length, 9)) return undefined;
  const values = new Map([["time_stamp", stamp]]);
  // Older rules write no bytes of the client: then the browser stands in their place.
  const isShort = !header && !/^(?:[0-9]+|-)$/.test(cells[8] ?? "");
  for (const [place, column] of columns.entries()) {
    if (isShort && column === "bytes_from_client") continue;
    values.set(column, cells[isShort && place > 8 ? place - 1 : place] ?? "");
  }
  return of(values);
}

const keys: Record<string, string> = {
  rt: "time_stamp",
  suser: "username",
  src: "source_ip",
  spt: "source_port",
  dst: "destination_ip",
  dpt: "destination_port",
  dhost: "destination_host",
  requestMethod: "http_action",
  request: "url",
  requestClientApplication: "user_agent",
  requestContext: "referer",
  app: "uri_scheme",
  in: "client_to_server_bytes",
  out: "server_to_client_bytes",
};
const labels: [RegExp, string][] = [
  [/^block (?:reason|id)/i, "block_id"],
  [/^(?:rule|policy)/i, "rule_name"],
  [/^(?:url )?categor/i, "category"],
];

function cefNames({ extension, id, name }: Cef): Map<string, string> {
  const values = new Map<string, string>();
  for (const [key, value] of extension) {
    const label = /^c[sn][1-6]$/.test(key) ? extension.get(`${key}Label`) : undefined;
    const named = label === undefined ? keys[key] : labels.find(([pattern]) => pattern.test(label))?.[1];
    values.set(named ?? key, value);
  }
  // The default rule puts the status into the signature's place, and the reason behind it.
  if (/^[1-5][0-9]{2}$/.test(id)) values.set("http_status_code", id);
  if (/^(?:Proxy-)?Block/i.test(name)) values.set("block_reason", name.replace(/^Proxy-/i, ""));
  return values;
}
