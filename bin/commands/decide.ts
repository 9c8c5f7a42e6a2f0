import { createReadStream } from "node:fs";
import { parseArgs } from "node:util";
import { compilePolicy } from "../../lib/policy/decide";
import { type Command, Usage } from "../command";
import { answerSubjects } from "../decide/answer-subjects";
import { loadPolicy } from "../decide/load-policy";

export const command: Command = {
  name: "decide",
  summary: "say what a policy makes of connections, without a database",
  usage: `usage: waybill decide --policy FILE [--records] [INPUT]

Reads NDJSON (INPUT or standard input), a connection a line, and answers each with a line:
  { "verdict": "allowed|reported|denied|unknown", "rule": id or null, "reason": text, "nearest": [ { "rule", "failed" } ] }
or { "rejected": reason } for a line that is none.

Fields of a connection, all optional; what is absent is not known, and leaves rules that ask for it undecided:
  service, environment, team, tags, dstHost, dstIp, dstPort, protocol, asn, country, proof,
  startTime (ms since the epoch or RFC 3339; now when absent), mayResolve (DNS may still name the address)

  --policy FILE  the policy, as YAML
  --records      a line is { "record": { … }, "options": { … } }; options.receivedAt is the time of a record without one`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { policy: { type: "string" }, records: { type: "boolean", default: false } },
    });
    if (values.policy === undefined) throw new Usage("--policy FILE is needed");
    if (positionals.length > 1) throw new Usage("one INPUT at a time");
    const policy = await loadPolicy(values.policy);
    if (!policy) return 1;
    const file = positionals[0];
    const body = file === undefined || file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
    return answerSubjects(body, compilePolicy(policy), { isEnveloped: values.records, now: Date.now() });
  },
};
