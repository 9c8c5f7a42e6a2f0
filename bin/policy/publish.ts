import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { systemActor } from "../../lib/access/system";
import { closeDb, openDb } from "../../lib/db/client";
import { env } from "../../lib/env";
import { maxReviewDays, publishPolicy } from "../../lib/govern/publish-policy";
import { lintPolicy } from "../../lib/policy/lint";
import { parsePolicy } from "../../lib/policy/parse";
import { readPolicyFile } from "./read-file";
import { countsOf, printRemarks } from "./remarks";

/** The lint comes before the database: a file that would be refused does not wait for one. */
export async function publish(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { note: { type: "string" } } });
  const { file, text } = await readPolicyFile(positionals);
  const db = openDb(env.databaseUrl, 2);
  try {
    const { policy, problems } = parsePolicy(text, { maxReviewDays: await maxReviewDays(db) });
    const all = policy ? [...problems, ...lintPolicy(policy, { now: Date.now() })] : problems;
    printRemarks(file, all, process.stderr);
    if (all.some((p) => p.severity === "error")) {
      process.stderr.write(`${file}: ${countsOf(all)}; nothing was published\n`);
      return 1;
    }
    const actor = { ...systemActor, name: `${userInfo().username} (command line)` };
    const { version, isNew } = await publishPolicy(db, actor, { yaml: text, note: values.note, acknowledged: true });
    process.stdout.write(
      isNew
        ? `Version ${version} is in force: ${policy!.rules.length} rules, ${countsOf(all)}.\n`
        : `Version ${version} says the same already; nothing was published.\n`,
    );
    return 0;
  } finally {
    await closeDb(db);
  }
}
