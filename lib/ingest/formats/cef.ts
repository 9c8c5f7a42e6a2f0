import { defineFormat, type ReadOptions } from "../format";
import { carriedLine } from "../readers/carried-line";
import { readCef } from "../readers/cef";
import { type CefValues, cefValues } from "../readers/cef-dictionary";
import { cefTime } from "../readers/cef-time";
import { numberOf, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSecurityEvent } from "../readers/security-event";
import { readSyslogHeader } from "../readers/syslog";

export const cef = defineFormat({
  id: "cef",
  name: "Common Event Format (CEF), of any product",
  reference:
    "https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf",
  guide: "cef",
  generic: true,
  counts: "what the product counts: in is from source to destination, out is back",
  kinds: ["connection", "request"],
  engine: true,
  personal: [
    ..."suser duser suid duid sourceusername destinationusername shost sntdom dntdom spriv fname filepath oldfilename".split(" "),
    ..."sourceuserid destinationuserid username user loginid".split(" "),
  ],
  options: { timezone: "Zone of times without one." },
  detect: (head) => {
    const lines = head.map((line) => line.trim()).filter((line) => line !== "");
    return lines.length > 0 && lines.every((line) => lineOf(line) !== undefined);
  },
  open(options) {
    const readTime = cefTime(options);
    return { read: (unit, emit) => tell(emit, readLine(unit.trim(), readTime, options)) };
  },
});

const lineOf = (text: string): string | undefined => carriedLine(text, isCef);
const isCef = (text: string): boolean => /(?:^|[\s:])CEF:\s?[01]\|(?:[^|]{0,300}\|){5}/.test(text.slice(0, 2048));

function readLine(text: string, readTime: (text: string | undefined) => number | undefined, options: ReadOptions): Outcome {
  if (text === "") return new Skip("an empty line");
  const line = lineOf(text);
  const event = line === undefined ? undefined : readCef(line);
  if (!event) return new Reject("the header of CEF is not whole");
  const values = cefValues(event.extension);
  const times = timesOf(values, readTime);
  const logged = times.logged ?? readTime(readSyslogHeader(line!)?.stamp) ?? options.receivedAt;
  const seconds = numberOf(
    values.labelled(/^(?:elapsed|session )?(?:duration|elapsed)(?: in)? ?(?:seconds|\(?s(?:ec)?\)?)$|^DurationInSeconds$/i),
  );
  const outcome = readSecurityEvent({
    get: values.get,
    name: textOf(event.name),
    id: textOf(event.id),
    loggedTime: logged,
    startTime: times.start,
    endTime: times.end,
    durationMs: seconds === undefined ? undefined : seconds * 1000,
    rule: values.labelled(/^(?:(?:access |firewall |security )?rule(?: ?name)?|policy(?: ?name)?)$/i),
    ruleId: values.labelled(/^(?:rule|policy) ?(?:id|number|uid)$/i),
  });
  return times.isWrong && !(outcome instanceof Skip) ? new Reject("rt, start, end: none is a time") : outcome;
}

function timesOf(values: CefValues, readTime: (text: string | undefined) => number | undefined) {
  let isWrong = false;
  const of = (...keys: string[]): number | undefined => {
    for (const key of keys) {
      const text = values.get(key);
      const time = readTime(text);
      if (time !== undefined) return time;
      isWrong ||= text !== undefined;
    }
    return undefined;
  };
  const start = of("start");
  const end = of("end");
  const logged = of("rt", "art") ?? end ?? start;
  return { start, end, logged, isWrong: isWrong && logged === undefined };
}
