import { randomInt } from "node:crypto";

// No I, L, O, U, 0 and 1: it is read out over the telephone.
const letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

/**
 * Logs one of our own mistakes to standard error and returns the number a person can quote.
 * Messages may quote what a person typed or a log line said, so only their shape is written.
 */
export function logMistake(error: unknown, where = "request"): string {
  const reference = `WB-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join("")}`;
  const { name, code, message, stack } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { name: typeof error, code: "", message: "", stack: "" };
  const frames = (stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  process.stderr.write(
    `${[`${new Date().toISOString()} ${reference} ${where}: ${name}${code ? ` ${code}` : ""}: ${withoutValues(message)}`, ...frames].join("\n")}\n`,
  );
  return reference;
}

/** The last line of a message (Prisma's cause stands there) with quoted text, addresses and numbers taken out. */
export function withoutValues(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return (lines.at(-1) ?? "")
    .replace(/"[^"]*"|'[^']*'|“[^”]*”/g, '"…"')
    .replace(/\S+@\S+/g, "…@…")
    .replace(/\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f]*:[0-9a-f:]{4,}\b/gi, "…")
    .slice(0, 300);
}
