import { splitCsv } from "./csv";
import type { PanosFields } from "./panos-fields";
import { readSyslogHeader } from "./syslog";

/**
 * Reads lines of a custom log format, by the format as it stands in the syslog server profile: variables ($src,
 * $cef-formatted-receive_time) and the text between them. Without $type the lines are of the traffic log.
 */
export function panosTemplate(template: string): (line: string) => PanosFields | undefined {
  const parts = template.trim().split(/\$([a-z][a-z0-9_-]*)/);
  const names = parts.filter((_, i) => i % 2 === 1).map((name) => name.replace(/^cef-formatted-/, ""));
  const between = parts.filter((_, i) => i % 2 === 0);
  const isRow = names.length > 1 && between.slice(1, -1).every((text) => text === ",");
  return (line) => {
    const message = line.slice(readSyslogHeader(line)?.at ?? 0).trim();
    const values = isRow ? splitCsv(message) : cutBetween(message, between);
    if (values === undefined || values.length < names.length) return undefined;
    const get = (name: string): string | undefined => {
      const value = values[names.indexOf(name)]?.trim();
      return value === "" || value === "-" || value === "N/A" ? undefined : value;
    };
    return { type: (get("type") ?? "TRAFFIC").toUpperCase(), get };
  };
}

function cutBetween(line: string, between: readonly string[]): string[] | undefined {
  const values: string[] = [];
  let from = line.indexOf(between[0]!) + between[0]!.length;
  if (from < between[0]!.length) return undefined;
  for (const text of between.slice(1)) {
    const to = text === "" ? line.length : line.indexOf(text, from);
    if (to < 0) return undefined;
    values.push(line.slice(from, to));
    from = to + text.length;
  }
  return values;
}
