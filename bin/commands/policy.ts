import { type Command, Usage } from "../command";

export const command: Command = {
  name: "policy",
  summary: "check a policy file, publish it",
  usage: `usage: waybill policy check [--json] [--max-review DAYS] FILE
       waybill policy publish [--note TEXT] FILE

check    reads the file and says what is wrong with it, FILE:LINE:COLUMN first; no database.
         Exit code 1 when something keeps it from being published.
publish  checks it and puts it in force from now on (database of DATABASE_URL); warnings are printed
         and accepted. What was judged before keeps its verdict. The journal names the user of the system.

  --json             one JSON document: { "file", "rules", "problems": [ { severity, code, line, column, … } ] }
  --max-review DAYS  longest review the installation allows, 92 unless said
  --note TEXT        what the version is for, shown beside it

FILE may be -, standard input. The language: docs/reference/policy.md`,
  async run(args) {
    const [verb, ...rest] = args;
    if (verb === "check") return (await import("../policy/check")).check(rest);
    if (verb === "publish") return (await import("../policy/publish")).publish(rest);
    throw new Usage(verb === undefined ? "say what to do: check or publish" : `there is no policy ${verb}; there are check and publish`);
  },
};
