import { readCefExtension } from "./cef";

/** A line in the Log Event Extended Format. */
export interface Leef {
  vendor: string;
  product: string;
  version: string;
  id: string;
  attributes: Map<string, string>;
}

const TAB = "\t";

/**
 * Reads LEEF 1.0 and 2.0 behind any syslog header. The delimiter is the header's, else a tab; where relays made blanks
 * of tabs, a value goes on until the next key. @returns undefined where it is none.
 */
export function readLeef(line: string): Leef | undefined {
  const mark = line.indexOf("LEEF:");
  if (mark < 0 || mark > 512) return undefined;
  const head: string[] = [];
  let from = mark + 5;
  while (head.length < 5) {
    const bar = line.indexOf("|", from);
    if (bar < 0 || bar - from > 512) return undefined;
    head.push(line.slice(from, bar));
    from = bar + 1;
  }
  const [leef, vendor, product, version, id] = head as [string, string, string, string, string];
  let delimiter: string | undefined;
  if (leef.startsWith("2")) {
    const bar = line.indexOf("|", from);
    const written = bar < 0 || bar - from > 8 ? "=" : line.slice(from, bar);
    if (!written.includes("=")) {
      delimiter = delimiterOf(written);
      from = bar + 1;
    }
  }
  const body = line.slice(from);
  // Some products write bars between attributes and do not say so.
  delimiter ??= !body.includes(TAB) && /^\w{1,64}=[^|]*\|\w{1,64}=/.test(body) ? "|" : TAB;
  const attributes = delimiter === " " || !body.includes(delimiter) ? readCefExtension(body) : readAttributes(body, delimiter);
  return { vendor, product, version, id, attributes };
}

/** "x09", "0x5e", "^", "\t" or nothing. */
function delimiterOf(text: string): string | undefined {
  const hex = /^0?x([0-9a-f]{1,4})$/i.exec(text)?.[1];
  if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
  return text.length === 1 ? text : undefined;
}

/** What stands between two delimiters without a key goes on with the value before it. */
function readAttributes(body: string, delimiter: string): Map<string, string> {
  const attributes = new Map<string, string>();
  let last: string | undefined;
  for (const part of body.split(delimiter)) {
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(equals, 0)).trim();
    if (/^[A-Za-z_][\w.-]{0,80}$/.test(key)) {
      last = attributes.has(key) ? undefined : key;
      if (last) attributes.set(last, part.slice(equals + 1).trim());
    } else if (last && part !== "") attributes.set(last, `${attributes.get(last)}${delimiter}${part}`);
  }
  return attributes;
}
