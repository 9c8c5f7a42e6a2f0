import { readCef } from "./cef";
import { splitCsv } from "./csv";
import { type JsonObject, readObject, textOf } from "./json";
import { readLeef } from "./leef";
import { panosColumns } from "./panos-columns";
import { panosNames } from "./panos-names";
import { unwrap } from "./unwrap";

/** The values of a line by PAN-OS's own variables; what says "nothing" is absent. */
export interface PanosFields {
  type: string;
  get(name: string): string | undefined;
}

const TYPE_AT = 3;
const types =
  /^(?:TRAFFIC|THREAT|DECRYPTION|START|END|TUNNEL|GTP|SCTP|GLOBALPROTECT|USERID|IPTAG|HIP-?MATCH|AUTH|AUTHENTICATION|CORRELATION|CONFIG|SYSTEM|AUDIT|URL|DATA|WILDFIRE|DNS|FILE)$/;
const nothing = new Set(["", "-", "N/A", "n/a", "null", "None", "(null)", "NonProxyTraffic"]);
const clean = (text: string | undefined): string | undefined => {
  const value = text?.trim();
  return value === undefined || (value.length < 16 && nothing.has(value)) ? undefined : value;
};

/** @returns undefined where the line is neither a row of PAN-OS nor its CEF, LEEF or JSON. */
export function readPanosFields(line: string, depth = 0): PanosFields | undefined {
  const text = line.trimStart();
  if (text.charCodeAt(0) === 123) {
    const object = readObject(text);
    if (!object) return undefined;
    const fields = readNamed(textIn(object));
    if (fields) return fields;
    const inner = unwrap(object);
    if (typeof inner === "string") return depth < 3 ? readPanosFields(inner, depth + 1) : undefined;
    return inner && readNamed(textIn(inner));
  }
  if (text.includes("|Palo Alto Networks|")) return readEventFormat(text);
  return readCells(text);
}

/** A list is one text of its values. */
const textIn = (object: JsonObject) => (name: string) => {
  const value = object[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string").join(",") : textOf(value);
};

function readCells(line: string): PanosFields | undefined {
  const cells = splitCsv(line);
  const type = cells[TYPE_AT]?.trim().toUpperCase() ?? "";
  if (!types.test(type) || cells.length < 8) return undefined;
  const columns = panosColumns(type);
  joinBraces(cells, columns.get("link_switches"));
  return {
    type,
    get: (name) => {
      const at = columns.get(name);
      return at === undefined ? undefined : clean(cells[at]);
    },
  };
}

/** SD-WAN links stand in braces with commas of their own, and not in quotes. */
function joinBraces(cells: string[], at: number | undefined): void {
  if (at === undefined || !cells[at]?.startsWith("{")) return;
  const end = cells.findIndex((cell, i) => i >= at && cell.endsWith("}"));
  if (end > at) cells.splice(at, end - at + 1, cells.slice(at, end + 1).join(","));
}

function readEventFormat(line: string): PanosFields | undefined {
  const leef = line.includes("LEEF:") ? readLeef(line) : undefined;
  if (leef) return readNamed((name) => leef.attributes.get(name), leef.attributes.get("LogType") ?? leef.attributes.get("cat"));
  const cef = readCef(line);
  if (!cef || !/^(?:LF|PAN-OS|Next Generation Firewall)/i.test(cef.product)) return undefined;
  // The logging service writes type and subtype, the firewall's template the other way round.
  const [type, subtype] = types.test(cef.id.toUpperCase()) ? [cef.id, cef.name] : [cef.name, cef.id];
  const [sent, received] = cef.product === "LF" ? ["out", "in"] : ["in", "out"];
  const { extension } = cef;
  extension
    .set("subtype", subtype)
    .set("bytes_sent", extension.get(sent) ?? "")
    .set("bytes_received", extension.get(received) ?? "");
  return readNamed((name) => extension.get(name), type);
}

function readNamed(find: (name: string) => string | undefined, written?: string): PanosFields | undefined {
  const get = (name: string): string | undefined => {
    for (const spelling of panosNames[name] ?? []) {
      const value = clean(find(spelling));
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const type = (written ?? get("type") ?? "").toUpperCase();
  return types.test(type) ? { type, get } : undefined;
}
