import { defineFormat } from "../format";
import { carriedLine } from "../readers/carried-line";
import { cefTime } from "../readers/cef-time";
import { textOf } from "../readers/json";
import { type Leef, readLeef } from "../readers/leef";
import { leefKeys } from "../readers/leef-keys";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSecurityEvent } from "../readers/security-event";
import { readSyslogHeader } from "../readers/syslog";

export const leef = defineFormat({
  id: "leef",
  name: "Log Event Extended Format (LEEF), of any product",
  reference: "https://www.ibm.com/docs/en/dsm?topic=leef-overview",
  guide: "cef",
  generic: true,
  counts: "what the product counts: srcBytes are the initiator's, dstBytes the responder's",
  kinds: ["connection", "request"],
  engine: true,
  personal:
    "usrname accountname identhostname srchostname shost identnetbios identmac srcmac dstmac username login user filename email sender recipient".split(
      " ",
    ),
  options: { timezone: "Zone of times without one." },
  detect: (head) => {
    const lines = head.map((line) => line.trim()).filter((line) => line !== "");
    return lines.length > 0 && lines.every((line) => lineOf(line) !== undefined);
  },
  open(options) {
    const readTime = cefTime(options);
    return {
      read(unit, emit) {
        const text = unit.trim();
        tell(emit, text === "" ? new Skip("an empty line") : readEvent(lineOf(text), readTime, options.receivedAt));
      },
    };
  },
});

const lineOf = (text: string): string | undefined => carriedLine(text, isLeef);
const isLeef = (text: string): boolean => /(?:^|[\s:])LEEF:\s?[12](?:\.[0-9])?\|(?:[^|]{0,300}\|){4}/.test(text.slice(0, 2048));

function readEvent(
  line: string | undefined,
  readTime: (text: string | undefined) => number | undefined,
  receivedAt: number | undefined,
): Outcome {
  const event = line === undefined ? undefined : readLeef(line);
  if (!event) return new Reject("the header of LEEF is not whole");
  const get = (key: string): string | undefined => attribute(event, key);
  const written = textOf(event.attributes.get("devTime"));
  const time = readTime(written);
  const outcome = readSecurityEvent({
    get,
    name: textOf(event.attributes.get("eventName")) ?? textOf(event.id),
    // LEEF's id is a word for what happened, not a rule's.
    id: undefined,
    loggedTime: time ?? readTime(readSyslogHeader(line!)?.stamp) ?? receivedAt,
    startTime: readTime(get("start")),
    endTime: readTime(get("end")),
    durationMs: undefined,
    rule: get("rule"),
    ruleId: get("ruleId"),
  });
  return written !== undefined && time === undefined && !(outcome instanceof Skip) ? new Reject("devTime is no time") : outcome;
}

function attribute(event: Leef, key: string): string | undefined {
  for (const name of leefKeys[key] ?? [key]) {
    const text = textOf(event.attributes.get(name));
    if (text !== undefined) return text;
  }
  return undefined;
}
