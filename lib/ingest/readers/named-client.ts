import { canonicalAddress } from "../../model/address";
import type { Connection, Dns, DnsAnswer } from "../../model/connection";
import { dnsName } from "./dns-name";
import { portOf } from "./json";
import { readRecords, readRun } from "./named-answers";
import { type Outcome, Reject, Skip } from "./outcome";
import { rpzAction } from "./rpz-policy";

// client [@object] address#port[/key name] [(question)]: [view name: ]; Infoblox adds the transport, before the colon or behind it.
const client =
  /^client (?:@0x[0-9a-fA-F]{1,16} )?([^\s#]{1,60})#([0-9]{1,6})(?:\/key [^\s:]{1,255})?(?: \(([^\s)]{1,1024})\))?(?: (UDP|TCP))?: (?:view [^\s:]{1,255}: )?(?:(UDP|TCP): )?/;

/** What named says of a client: a query, its answer, a refusal, a rewriting. @returns undefined for a line that is not about one. */
export function readNamedClient(message: string, loggedTime: number | undefined): Outcome | undefined {
  if (!message.startsWith("client ")) return undefined;
  const head = client.exec(message.slice(0, 2000));
  if (!head) return new Reject("client: no address and port.");
  const [all, address, port, asked, before, behind] = head;
  const transport = before ?? behind;
  const srcIp = canonicalAddress(address!);
  if (srcIp === undefined) return new Reject("client: no address.");
  const c: Connection = { kind: "query", startTime: loggedTime, loggedTime, srcIp, srcPort: portOf(port), application: "dns" };
  if (transport === "TCP") Object.assign(c, tcp);
  if (transport === "UDP") Object.assign(c, udp);
  if (asked !== undefined) c.dns = { question: dnsName(asked) };
  return readEvent(c, message.slice(all.length));
}

const udp = { protocol: "udp", protocolNumber: 17 };
const tcp = { protocol: "tcp", protocolNumber: 6 };

const queried = /^(query|answer|response): (\S{1,1024}) ([A-Z]{2,8}|CLASS[0-9]{1,5}) ([A-Z0-9-]{1,16})(?= |$)/;
const refused = /^(?:query|query \(cache\)|zone transfer|bad zone transfer request:?) '([^']{1,1100})'(?: denied|: )/;
const failed = /^query failed \(([^)\s]{1,40})\) for (\S{1,1100}) at /;
const rewritten = /^(disabled )?rpz ([A-Z-]{2,10}(?:\/[A-Z-]{2,10})?) (?:(\S{2,20}) )?rewrite (\S{1,1100}) via (\S{1,1024})/;
const transferred = /^transfer of '([^']{1,1100})': (AXFR|IXFR|AXFR-style IXFR) (started|ended)/;

function readEvent(c: Connection, event: string): Outcome {
  const start = event.slice(0, 3000);
  const query = queried.exec(start);
  if (query) {
    const [all, what, name, , type] = query;
    c.dns = { question: dnsName(name!), type };
    const rest = event.slice(all.length);
    if (what === "answer") readAnswer(c, rest);
    else if (what === "response") readResponse(c, rest);
    else readQuery(c, rest);
    return c;
  }
  const refusal = refused.exec(start);
  if (refusal) {
    c.dns = questionOf(refusal[1]!);
    c.action = "denied";
    c.engineReason = event.slice(0, 200).replace(/ '[^']*'?/, "");
    return c;
  }
  const failure = failed.exec(start);
  if (failure) {
    const dns = questionOf(failure[2]!);
    c.dns = { ...dns, responseCode: failure[1]!.toUpperCase() };
    return c;
  }
  const rewriting = rewritten.exec(start);
  if (rewriting) return readRewriting(c, rewriting, event);
  const transfer = transferred.exec(start);
  if (transfer) {
    c.dns = { question: dnsName(transfer[1]!.split("/")[0]!), type: transfer[2] === "AXFR" ? "AXFR" : "IXFR" };
    // The zone's secondary asked for it when it started.
    return transfer[3] === "started" ? Object.assign(c, tcp) : new Skip("the end of a zone transfer", c);
  }
  const replaced = /^rewriting query name '[^']{0,1024}' to '[^']{0,1024}', type ([A-Z0-9-]{1,16})/.exec(start);
  if (replaced) c.dns = { ...c.dns, type: replaced[1] };
  return new Skip("a message about a client, not a query", c);
}

/** Flags, the server's address and the client's subnet; Infoblox adds the response. */
function readQuery(c: Connection, rest: string): void {
  const response = /^ response: ([A-Z0-9]{2,16})(?: ([+-][A-Z()0-9]{0,16}))?/.exec(rest);
  if (response) {
    const answers = readRecords(rest.slice(response[0].length));
    told(c, response[1]!, answers);
    return;
  }
  readFlags(c, rest);
}

/** EfficientIP: the flags and the server's address, then the answer. */
function readAnswer(c: Connection, rest: string): void {
  const arrow = rest.indexOf(" -> ");
  readFlags(c, arrow < 0 ? rest : rest.slice(0, arrow));
  if (arrow < 0) return;
  const code = /^[A-Z0-9]{2,16}/.exec(rest.slice(arrow + 4, arrow + 24))?.[0];
  if (code !== undefined) told(c, code, readRun(rest.slice(arrow + 4 + code.length)));
}

/** BIND's own (responselog): the code, counts of records, flags. */
function readResponse(c: Connection, rest: string): void {
  const code = /^ ([A-Z0-9]{2,16})(?= |$)/.exec(rest)?.[1];
  readFlags(c, rest);
  if (code !== undefined) told(c, code, []);
}

function told(c: Connection, code: string, answers: DnsAnswer[]): void {
  c.dns!.responseCode = code;
  if (answers.length > 0) c.dns!.answers = answers;
  c.answered = true;
}

/** "+E(0)TK (192.0.2.53)": T is TCP, and nothing is UDP (BIND 9 ARM, querylog). */
function readFlags(c: Connection, rest: string): void {
  const flags = /(?:^| )[+-]([A-Z0-9()]{0,20})(?= |$)/.exec(rest.slice(0, 200))?.[1];
  if (c.protocol === undefined) Object.assign(c, flags?.includes("T") ? tcp : udp);
  const server = /\(([^()\s]{2,60})\)(?: |$)/.exec(rest.slice(0, 300))?.[1];
  const dstIp = server === undefined ? undefined : canonicalAddress(server.split("#")[0]!);
  if (dstIp !== undefined) c.dstIp = dstIp;
}

/** A response policy zone: "via" names the rule that matched. A disabled one only says what it would do. */
function readRewriting(c: Connection, [, disabled, trigger, policy, name, rule]: RegExpExecArray, event: string): Connection {
  const code = / failed: ([A-Z]{2,16})$/.exec(event.slice(-40))?.[1];
  c.dns = { ...questionOf(name!), responseCode: code };
  c.engineRule = rule;
  c.engineReason = policy === undefined ? `rpz ${trigger}` : `rpz ${trigger} ${policy}`;
  // A policy that failed rewrote nothing.
  c.action = code !== undefined ? "unknown" : disabled ? "alerted" : rpzAction(policy);
  return c;
}

/** "name/type/class"; in a failure "name/class/type". */
function questionOf(written: string): Dns {
  const [name, ...rest] = written.split("/");
  const type = rest.find((word) => !/^(?:IN|CH|HS|ANY|CLASS[0-9]+)$/.test(word)) ?? (rest[0] === "ANY" ? "ANY" : undefined);
  return { question: dnsName(name!), type };
}
