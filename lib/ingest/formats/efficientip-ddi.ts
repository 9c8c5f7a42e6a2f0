import type { Connection } from "../../model/connection";
import { defineFormat } from "../format";
import { readDhcpLine } from "../readers/dhcp-line";
import { readNamedClient } from "../readers/named-client";
import { type NamedLine, namedLineReader, otherMessage } from "../readers/named-line";
import { readNamedServer } from "../readers/named-server";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";

/** What SOLIDserver adds to BIND: answers with their records, and the lists and triggers of DNS Guardian. */
const told =
  /client (?:@0x[0-9a-f]{1,16} )?\S{2,60}#[0-9]{1,6}(?: \(\S{1,1024}\))?: (?:answer: \S{1,1024} [A-Z]{2,4} [A-Z0-9]{1,16} |query: \S{1,1024} [A-Z]{2,4} [A-Z0-9]{1,16} \([0-9a-fA-F:.]{2,45}\)$)|(?:^|[ :])List Matched \S{2,60}#[0-9]{1,5}: query: |(?:^|[ :])(?:DIS)?ARMING trigger on /;

export const efficientipDdi = defineFormat({
  id: "efficientip-ddi",
  name: "EfficientIP SOLIDserver DDI, DNS Guardian",
  reference: "https://docs.efficientip.com",
  guide: "efficientip",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  options: { timezone: "The zone of the appliance's local times." },
  detect: (head) => head.some((line) => told.test(line.slice(0, 4000))),
  open(options) {
    const readLine = namedLineReader(options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        tell(emit, readMessage(readLine(unit.trim())));
      },
    };
  },
});

function readMessage(line: NamedLine): Outcome {
  const { loggedTime } = line;
  // A syslog header may leave a process number before the message.
  const message = line.message.replace(/^[0-9]{1,10}:(?=client )/, "");
  if (message.startsWith("List Matched ")) return readListed(message, loggedTime);
  const trigger = /^(?:DIS)?ARMING trigger on ([0-9A-Fa-f.:]{2,45}?)(?:\.[0-9a-f]{2}:|[. ]).{0,300}?\(action:([A-Z_]{1,30})\)/.exec(
    message,
  );
  if (trigger) return new Skip("a trigger of DNS Guardian about a client", { loggedTime, engineReason: trigger[2] });
  return (
    readNamedClient(message, loggedTime) ?? readNamedServer(message, loggedTime) ?? readDhcpLine(message, loggedTime) ?? otherMessage(line)
  );
}

/** A query on a list of DNS Guardian: as a query, with the list in braces and its tags in brackets. */
function readListed(message: string, loggedTime: number | undefined): Outcome {
  const outcome = readNamedClient(`client ${message.slice(13)}`, loggedTime);
  if (outcome === undefined || outcome instanceof Skip || outcome instanceof Reject)
    return outcome ?? new Reject("List Matched: no client.");
  const listed: Connection = { ...outcome, action: "alerted" };
  listed.engineRule = /\{([^{}]{1,100})\}/.exec(message.slice(0, 3000))?.[1];
  listed.engineReason = /\[([^[\]]{1,200})\]/.exec(message.slice(0, 3000))?.[1];
  return listed;
}
