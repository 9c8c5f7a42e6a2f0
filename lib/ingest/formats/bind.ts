import { defineFormat } from "../format";
import { readNamedClient } from "../readers/named-client";
import { namedLineReader, otherMessage } from "../readers/named-line";
import { readNamedServer } from "../readers/named-server";
import { Reject, Skip, tell } from "../readers/outcome";
import { ToldQueries } from "../readers/told-queries";

/** A client's query, answer or refusal as named writes it, behind whatever header. */
const told =
  /(?:^|[\s:])client (?:@0x[0-9a-f]{1,16} )?[0-9A-Fa-f:.]{2,45}#[0-9]{1,5}(?:\/key \S{1,255})?(?: \(\S{1,1024}\))?: (?:view \S{1,255}: )?(?:query: |response: |query \(cache\) '|query '|(?:disabled )?rpz |query failed )/;

/** What appliances built on BIND add: their lines are formats of their own. */
const foreign =
  /: (?:view \S{1,255}: )?(?:UDP|TCP): query: | [A-Z]+ \S{1,16} response: |: answer: .{0,2000} -> | dhcpd\[| httpd: |List Matched |DHCP[A-Z]{3,12} /;

export const bind = defineFormat({
  id: "bind",
  name: "ISC BIND (named)",
  reference: "https://bind9.readthedocs.io/en/latest/reference.html#namedconf-statement-querylog",
  guide: "bind",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  options: { timezone: "The zone of named's local times; ISO times carry theirs." },
  detect: (head) => head.some((line) => told.test(line.slice(0, 4000))) && !head.some((line) => foreign.test(line.slice(0, 4000))),
  open(options) {
    const readLine = namedLineReader(options);
    const queries = new ToldQueries();
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const line = readLine(unit.trim());
        const outcome =
          readNamedClient(line.message, line.loggedTime) ?? readNamedServer(line.message, line.loggedTime) ?? otherMessage(line);
        if (!(outcome instanceof Skip || outcome instanceof Reject)) queries.mark(outcome);
        tell(emit, outcome);
      },
    };
  },
});
