import type { Policy } from "../../lib/model/policy";
import { parsePolicy } from "../../lib/policy/parse";
import { readPolicyFile } from "../policy/read-file";
import { countsOf, printRemarks } from "../policy/remarks";

/** @returns undefined after saying what is wrong. A long review is no reason not to decide. */
export async function loadPolicy(path: string): Promise<Policy | undefined> {
  const { file, text } = await readPolicyFile([path]);
  const { policy, problems } = parsePolicy(text, { maxReviewDays: Number.POSITIVE_INFINITY });
  if (policy) return policy;
  printRemarks(file, problems, process.stderr);
  process.stderr.write(`${file}: ${countsOf(problems)}; it cannot be used\n`);
  return undefined;
}
