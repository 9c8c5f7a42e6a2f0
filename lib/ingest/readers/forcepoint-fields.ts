import { readCef } from "./cef";
import { textOf } from "./json";
import { readLeef } from "./leef";

/** A transaction by the names of CEF; what says "nothing" is absent. */
export interface ForcepointFields {
  get(name: string): string | undefined;
}

/** What the other formats of the SIEM integration call the same: LEEF, then key=value. */
const names: Record<string, readonly string[]> = {
  act: ["action"],
  cat: ["category"],
  suser: ["usrName", "user"],
  src: ["src_host"],
  spt: ["srcPort", "src_port"],
  dst: ["dst_ip"],
  dhost: ["dst_host"],
  dpt: ["dstPort", "dst_port"],
  in: ["dstBytes", "bytes_in"],
  out: ["srcBytes", "bytes_out"],
  requestMethod: ["method", "http_method"],
  requestClientApplication: ["userAgent", "http_user_agent"],
  request: ["url"],
  cs1: ["policy"],
  rt: ["time", "timestamp", "devTime"],
  status: ["serverStatus-code", "http_response", "proxyStatus-code", "http_proxy_status_code"],
  refererUrl: ["referer", "http_referer", "requestContext"],
};

/** @returns undefined where the line is no transaction of the web gateway. */
export function readForcepointFields(line: string): ForcepointFields | undefined {
  const cef = line.includes("|") ? readCef(line) : undefined;
  if (cef) return isGateway(cef.vendor, cef.product) ? of(cef.extension, cef.id, cef.name) : undefined;
  const leef = line.includes("LEEF:") ? readLeef(line) : undefined;
  if (leef) return isGateway(leef.vendor, leef.product) ? of(leef.attributes, undefined, leef.id) : undefined;
  if (!/\bvendor=/.test(line)) return undefined;
  const pairs = readWords(line);
  if (!isGateway(pairs.get("vendor") ?? "", pairs.get("product") ?? "")) return undefined;
  // Blanks inside values are written as underscores.
  const agent = pairs.get("http_user_agent");
  if (agent !== undefined) pairs.set("http_user_agent", agent.replaceAll("_", " "));
  return of(pairs, undefined, "");
}

/** Pairs apart by one blank; a value holds none, and may hold commas and equals signs (a distinguished name). */
function readWords(line: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const word of line.split(" ", 200)) {
    const equals = word.indexOf("=");
    if (equals > 0 && !pairs.has(word.slice(0, equals))) pairs.set(word.slice(0, equals), word.slice(equals + 1));
  }
  return pairs;
}

const isGateway = (vendor: string, product: string): boolean =>
  /^(?:forcepoint|websense)$/i.test(vendor) && /^(?:web[ _])?security$/i.test(product);

/** @param category stands in the signature's place in CEF. @param transaction "Transaction blocked", "transaction:permitted". */
function of(values: ReadonlyMap<string, string>, category: string | undefined, transaction: string): ForcepointFields {
  return {
    get(name) {
      const own = textOf(values.get(name));
      if (own !== undefined) return own;
      if (name === "cat" && category !== undefined) return textOf(category);
      for (const other of Object.hasOwn(names, name) ? names[name]! : []) {
        const text = textOf(values.get(other));
        if (text !== undefined) return text;
      }
      return name === "act" ? /^transaction[ :](\w{1,20})$/i.exec(transaction)?.[1] : undefined;
    },
  };
}
