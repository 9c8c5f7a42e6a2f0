/** Sentences of Azure Firewall's first generation of logs, taken apart. */
export interface Sentence {
  /** The word before "request": TCP, HTTPS, ICMP … */
  protocol: string;
  source: string;
  destination?: string;
  translated?: string;
  /** What follows "Key:", by key in lower case. */
  clauses: Record<string, string>;
}

const keys =
  /(?:^|\.)\s*(Action|Policy|Rule Collection Group|Rule Collection|Rule|Reason|ThreatIntel|Url|Web ?Category|Signature|IDS|Priority|Classification|SNI): ?/g;

/** "HTTPS request from A to B. Action: Deny. Reason: …". @returns undefined where the text is no such sentence. */
export function readSentence(text: string): Sentence | undefined {
  const from = text.indexOf(" request from ");
  if (from < 0 || from > 64) return undefined;
  const clauses: Record<string, string> = {};
  const matches = [...text.matchAll(keys)];
  matches.forEach((match, i) => {
    const value = text.slice(match.index + match[0].length, matches[i + 1]?.index ?? text.length).trim();
    clauses[match[1]!.toLowerCase().replaceAll(" ", "")] ??= value;
  });
  const head = text.slice(from + " request from ".length, matches[0]?.index ?? text.length).trim();
  const [source = "", destination, translated] = head.split(/ to | was DNAT'ed to /);
  return { protocol: text.slice(0, from).trim().split(/\s+/)[0] ?? "", source, destination, translated, clauses };
}

export interface DnsSentence {
  source: string;
  type: string;
  name: string;
  protocol: string;
  requestBytes: number;
  responseCode: string;
  responseBytes: number;
  seconds: number;
}

// {source} - {id} {type} {class} {name} {protocol} {size} {DO bit} {buffer} {code} {flags} {size} {seconds}s: CoreDNS's log plugin.
const dns =
  /^DNS Request: (\S{1,64}) - [0-9]{1,5} (\S{1,16}) (\S{1,16}) (\S{1,255}) (\S{1,8}) ([0-9]{1,6}) \S{1,8} [0-9]{1,6} (\S{1,16}) \S{1,32} ([0-9]{1,6}) ([0-9.]{1,20})s/;

export function readDnsSentence(text: string): DnsSentence | undefined {
  const match = dns.exec(text.trim());
  if (!match) return undefined;
  const [, source, type, , name, protocol, requestBytes, responseCode, responseBytes, seconds] = match as unknown as string[];
  return {
    source: source!,
    type: type!,
    name: name!,
    protocol: protocol!,
    requestBytes: Number(requestBytes),
    responseCode: responseCode!,
    responseBytes: Number(responseBytes),
    seconds: Number(seconds),
  };
}
