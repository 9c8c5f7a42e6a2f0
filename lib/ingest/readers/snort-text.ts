import type { SnortAlert } from "./snort-alert";

const rule = /\[[0-9]{1,10}:([0-9]{1,12}):[0-9]{1,10}\] ?/;

/** The rule and its message in one line: "[**] [1:2:3] message [**] [Classification: …] [Priority: 2] {TCP} a -> b" and its kin of syslog. */
export function readSnortText(text: string): SnortAlert | undefined {
  const start = text.slice(0, 4000);
  const match = rule.exec(start);
  if (!match) return undefined;
  const rest = start.slice(match.index + match[0].length);
  const marks = [" [**]", " [Classification: ", " [Priority: ", " {"].map((mark) => rest.indexOf(mark));
  // Between stars the message may hold anything; in syslog it ends where the next field begins.
  const end = marks[0]! >= 0 ? marks[0]! : Math.min(...marks.filter((at) => at >= 0), rest.length);
  const ends = /\{([A-Za-z0-9:_-]{1,24})\} (\S{2,60})(?: -> (\S{2,60}))?/.exec(rest.slice(end));
  return {
    sid: match[1],
    message: cleaned(rest.slice(0, end)),
    classification: classificationOf(rest.slice(end)),
    // Before the stars stands what was done, if anything: [Drop], [drop], [WDrop].
    action: /\[([A-Za-z_']{4,16})\] /.exec(start.slice(0, match.index))?.[1],
    protocol: ends?.[1],
    src: ends?.[2],
    dst: ends?.[3],
  };
}

export const classificationOf = (text: string): string | undefined => /\[Classification: ([^\]]{1,200})\]/.exec(text.slice(0, 1000))?.[1];

/** Without the interface before it, and the quotes of version 3. */
const cleaned = (message: string): string =>
  message
    .trim()
    .replace(/^<[^<>]{1,64}> /, "")
    .replace(/^"(.*)"$/, "$1");
