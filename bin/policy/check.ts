import { parseArgs } from "node:util";
import { lintPolicy } from "../../lib/policy/lint";
import { parsePolicy } from "../../lib/policy/parse";
import { Usage } from "../command";
import { readPolicyFile } from "./read-file";
import { countsOf, printRemarks } from "./remarks";

/** @returns 0 where it could be published, 1 where an error keeps it from that. */
export async function check(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, "max-review": { type: "string" } },
  });
  const { file, text } = await readPolicyFile(positionals);
  const { policy, problems } = parsePolicy(text, { maxReviewDays: readDays(values["max-review"]) });
  const all = policy ? [...problems, ...lintPolicy(policy, { now: Date.now() })] : problems;
  const isRefused = all.some((p) => p.severity === "error");
  if (values.json) process.stdout.write(`${JSON.stringify({ file, rules: policy?.rules.length ?? null, problems: all }, null, 2)}\n`);
  else {
    printRemarks(file, all, process.stdout);
    const rules = policy ? `${policy.rules.length} ${policy.rules.length === 1 ? "rule" : "rules"}, ` : "";
    process.stderr.write(`${file}: ${rules}${countsOf(all)}\n`);
  }
  return isRefused ? 1 : 0;
}

function readDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(/^([1-9]\d{0,3})d?$/.exec(text)?.[1]);
  if (Number.isNaN(days)) throw new Usage("--max-review is a number of days");
  return days;
}
