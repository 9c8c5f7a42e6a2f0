import type { HaproxyValues } from "./haproxy-fields";

// Every part is anchored and bounded: a line of anything is refused in one pass.
const connect = /^Connect from (\S{2,60}):([0-9]{1,5}) to (\S{2,60}):([0-9]{1,5}) \((\S{1,200})\/(?:HTTP|TCP)\)/;
const head = /^(\S{1,60}?):(-?[0-9]{1,5}) \[([^\]\s]{10,40})\] (\S{1,200}) /;
const backend = /^([^\s/]{0,200})\/(\S{0,200}) (?:([^\s/]{1,255}) )?([-+]?[0-9]{1,12}(?:\/[-+]?[0-9]{1,12}){2,4}) /;
const tcpRest = /^\+?([0-9]{1,15}) ([A-Za-z-]{2}) [0-9/+]{3,60} [0-9/]{3,30}/;
const httpRest = /^(-?[0-9]{1,3}) \+?([0-9]{1,15}) (\S{1,300}) (\S{1,300}) ([A-Za-z-]{4}) [0-9/+]{3,60} [0-9/]{3,30} /;
const captured = /^\{([^}]{0,8192})\} /;
/** Errors of the handshake with the client, then name, version and cipher. */
const httpsTail = /^ [0-9]{1,6}\/[0-9a-fA-F]{1,16}\/[0-9]{1,6}\/[0-9]{1,6}\/[01] (\S{0,255})\/(\S{1,20})\/(\S{1,80})/;

/**
 * Reads the lines that `option httplog`, `tcplog`, `httpslog`, the default and an error write. Between server and timers
 * a host may stand, as some configurations put it.
 *
 * @returns undefined where the line is none of them.
 */
export function readHaproxyLine(line: string): HaproxyValues | undefined {
  const plain = connect.exec(line);
  if (plain) {
    const [, client, clientPort, target, targetPort, frontend] = plain;
    return { client, clientPort, target, targetPort, frontend };
  }
  const start = head.exec(line);
  if (!start) return undefined;
  const [all, client, clientPort, time, frontend] = start;
  const values: HaproxyValues = { client, clientPort, time, frontend };
  const rest = line.slice(all.length);
  if (frontend!.endsWith(":"))
    return frontend!.includes("/") ? { ...values, frontend: frontend!.slice(0, -1), error: rest.trim() } : undefined;
  const place = backend.exec(rest);
  if (!place) return undefined;
  const [before, , server, host, timers] = place;
  values.server = server;
  values.host = host;
  values.duration = timers!.slice(timers!.lastIndexOf("/") + 1);
  const after = rest.slice(before.length);
  const tcp = timers!.split("/").length === 3 ? tcpRest.exec(after) : null;
  if (tcp) {
    values.bytesIn = tcp[1];
    values.state = tcp[2];
    return values;
  }
  const http = httpRest.exec(after);
  if (!http) return undefined;
  values.status = http[1];
  values.bytesIn = http[2];
  values.state = http[5];
  return readTail(values, after.slice(http[0].length));
}

/** Captured headers, the request in quotes, and what a configuration adds behind it. */
function readTail(values: HaproxyValues, text: string): HaproxyValues | undefined {
  let rest = text;
  for (let list = captured.exec(rest); list; list = captured.exec(rest)) {
    values.captures ??= list[1];
    rest = rest.slice(list[0].length);
  }
  if (!rest.startsWith('"')) return undefined;
  // A long request is cut, its quote with it.
  const version = /" ?(?= |$)|"$/.exec(rest.slice(1));
  const end = version ? 1 + version.index : rest.length;
  values.request = rest.slice(1, end);
  const tail = rest.slice(end + 1);
  const tls = httpsTail.exec(tail);
  if (tls) [, values.sni, values.tlsVersion, values.cipher] = tls;
  else values.tlsVersion = / (TLSv1(?:\.[0-3])?|SSLv3)(?= |$)/.exec(tail)?.[1];
  return values;
}
