/** A line in the Common Event Format. */
export interface Cef {
  vendor: string;
  product: string;
  version: string;
  id: string;
  name: string;
  severity: string;
  extension: Map<string, string>;
}

/** Reads CEF behind any syslog header, also where the header took the letters "CEF:" along. @returns undefined where it is none. */
export function readCef(line: string): Cef | undefined {
  const mark = line.indexOf("CEF:");
  const start = mark >= 0 && mark < 512 ? mark + 4 : /^[01]\|/.test(line) ? 0 : -1;
  if (start < 0) return undefined;
  const head: string[] = [];
  let from = start;
  for (let at = start; at < line.length && head.length < 7; at++) {
    const code = line.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 124) {
      head.push(line.slice(from, at).replace(/\\([\\|])/g, "$1"));
      from = at + 1;
    }
  }
  if (head.length < 7) return undefined;
  const [, vendor, product, version, id, name, severity] = head as [string, string, string, string, string, string, string];
  return { vendor, product, version, id, name, severity, extension: readCefExtension(line.slice(from)) };
}

/** A value goes on until the next key; an equals sign inside it is escaped. */
export function readCefExtension(text: string): Map<string, string> {
  const extension = new Map<string, string>();
  const keys = /(?:^|\s)([A-Za-z][\w.-]{0,80})=/g;
  let previous: { key: string; from: number } | undefined;
  for (let match = keys.exec(text); ; match = keys.exec(text)) {
    if (previous) {
      const value = text.slice(previous.from, match ? match.index : undefined).trim();
      if (!extension.has(previous.key)) extension.set(previous.key, unescaped(value));
    }
    if (!match) return extension;
    previous = { key: match[1]!, from: keys.lastIndex };
    // The blank before the next key may be the one that ended an empty value.
    keys.lastIndex = Math.max(previous.from, 0);
  }
}

const unescaped = (value: string): string =>
  value.includes("\\") ? value.replace(/\\([\\=|nr])/g, (_, c: string) => (c === "n" ? "\n" : c === "r" ? "\r" : c)) : value;
