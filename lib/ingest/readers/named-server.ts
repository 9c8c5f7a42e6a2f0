import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { dnsName } from "./dns-name";
import { portOf } from "./json";
import { Skip } from "./outcome";

// why resolving 'name/type/class' (in 'zone'?): address#port
const resolving =
  /^([A-Za-z][^']{1,80}?) resolving '([^'/]{1,1024})(?:\/([A-Z0-9-]{1,16}))?(?:\/[A-Z0-9]{1,10})?'(?: \(in '[^']{1,1024}'\?\))?(?:: ([^\s#]{2,60})#([0-9]{1,5}))?/;
const formatError =
  /^DNS format error from ([^\s#]{2,60})#([0-9]{1,5}) resolving (\S{1,1024})\/([A-Z0-9-]{1,16})(?: for ([^\s#]{2,60})#([0-9]{1,5}))?/;
const validating = /^validating (?:@0x[0-9a-f]{1,16}: )?([^\s/]{1,1024})[/ ]([A-Z0-9-]{1,16}):? /;
const incoming = /^transfer of '([^'/]{1,1024})[^']{0,300}' from ([^\s#]{2,60})#([0-9]{1,5}): /;
const notified = /^zone ([^\s/]{1,1024})\/\S{1,300} (?:refused )?notify from (?:non-(?:master|primary): )?([^\s#]{2,60})#([0-9]{1,5})/;

/** What named says of its own lookups and zones: no client's query, so skipped with what it tells. @returns undefined for any other line. */
export function readNamedServer(message: string, loggedTime: number | undefined): Skip | undefined {
  const text = message
    .replace(/^view [^\s:]{1,255}: {1,4}/, "")
    .trimStart()
    .slice(0, 3000);
  const c: Connection = { kind: "query", loggedTime, application: "dns" };
  const lookup = resolving.exec(text);
  if (lookup) {
    const [, why, name, type, address, port] = lookup;
    c.dns = { question: dnsName(name!), type };
    c.engineReason = why;
    responder(c, address, port);
    // These are said of an answer that came.
    if (/^(?:lame server|[A-Z]+ unexpected RCODE|unexpected RCODE|FORMERR)/.test(why!)) c.reply = c.answered = true;
    return new Skip("a lookup of the server's own that failed", c);
  }
  const broken = formatError.exec(text);
  if (broken) {
    const [, address, port, name, type, asker, from] = broken;
    c.dns = { question: dnsName(name!), type };
    responder(c, address, port);
    c.srcIp = asker === undefined ? undefined : canonicalAddress(asker);
    c.srcPort = portOf(from);
    c.reply = c.answered = true;
    return new Skip("an answer to the server that could not be read", c);
  }
  const validation = validating.exec(text);
  if (validation) {
    c.dns = { question: dnsName(validation[1]!), type: validation[2] };
    return new Skip("a validation of the server's own", c);
  }
  const transfer = incoming.exec(text);
  if (transfer) {
    // Zones go over TCP (RFC 5936), from the primary to here.
    Object.assign(c, { kind: "connection", protocol: "tcp", protocolNumber: 6, reply: true });
    c.dns = { question: dnsName(transfer[1]!), type: "AXFR" };
    responder(c, transfer[2], transfer[3]);
    const using = /: connected using ([^\s#]{2,60})#([0-9]{1,5})/.exec(text);
    if (using) [c.srcIp, c.srcPort] = [canonicalAddress(using[1]!), portOf(using[2])];
    return new Skip("a transfer of a zone to this server", c);
  }
  const notify = notified.exec(text);
  if (notify) {
    c.dns = { question: dnsName(notify[1]!) };
    c.srcIp = canonicalAddress(notify[2]!);
    c.srcPort = portOf(notify[3]);
    return new Skip("a notice of a changed zone", c);
  }
  if (
    /^(?:zone |rpz: |managed-keys-zone|client |received |(?:re)?loading |listening on |resolver priming|shutting down|stopping |running$|all zones loaded)/.test(
      text,
    )
  )
    return new Skip("a message of the server, not of a query", { loggedTime });
  return undefined;
}

function responder(c: Connection, address: string | undefined, port: string | undefined): void {
  if (address === undefined) return;
  c.dstIp = canonicalAddress(address);
  c.dstPort = portOf(port);
}
