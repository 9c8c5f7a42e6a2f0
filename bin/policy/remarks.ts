import type { PolicyProblem } from "../../lib/model/policy";
import { visible } from "./visible";

/** One line each, as compilers write them, so that editors jump to the place. */
export function printRemarks(file: string, problems: readonly PolicyProblem[], to: NodeJS.WritableStream): void {
  for (const { line, column, severity, code, rule, message, fix } of problems)
    to.write(
      `${visible(`${file}:${line}:${column}: ${severity}: ${message}${fix ? ` ${fix}` : ""} [${code}${rule ? `, rule ${rule}` : ""}]`)}\n`,
    );
}

/** "2 errors, 1 warning and 4 notes". */
export function countsOf(problems: readonly PolicyProblem[]): string {
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const n = problems.filter((p) => p.severity === severity).length;
    return n > 0 ? [`${n} ${severity}${n === 1 ? "" : "s"}`] : [];
  });
  return counts.length > 1 ? `${counts.slice(0, -1).join(", ")} and ${counts.at(-1)}` : (counts[0] ?? "no remarks");
}
