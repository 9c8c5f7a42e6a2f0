import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { ReadOptions } from "../format";
import { decisionOf } from "./decision-words";
import { type FieldMap, fieldUnits } from "./field-map";
import { type FieldTarget, fieldTargets, nameDestination, type Reading } from "./field-targets";
import { textOf } from "./json";
import { listText, type MappedLine } from "./mapped-line";
import { type Outcome, Reject } from "./outcome";
import { syslogTime } from "./syslog";
import { readClfTime, readEpoch, readEpochSeconds, strftimeReader, zoneReader } from "./time";

interface Step {
  target: FieldTarget;
  /** Of a constant: the value itself. */
  text?: string;
  from?: string;
  isTime: boolean;
  reading: Reading;
}

/** Compiles how the values of a line become a connection. A value that is there and cannot be read rejects the line: silence is not innocence. */
export function mappedRecords(map: FieldMap, options: ReadOptions): (line: MappedLine) => Outcome {
  const steps = stepsOf(map, options);
  const date = map.fields.date?.from;
  return (line) => {
    const c: Connection = { kind: "connection" };
    for (const { target, text, from, isTime, reading } of steps) {
      const value = text ?? (target.isList ? listText(line.get(from!)) : firstText(line.get(from!)));
      if (value === undefined) continue;
      const day = isTime && date !== undefined ? firstText(line.get(date)) : undefined;
      if (!target.put(c, day === undefined ? value : `${day} ${value}`, reading))
        return new Reject(`${from ?? "a constant"}: does not read as ${lower(target.label)}`);
    }
    return complete(c);
  };
}

const firstText = (value: unknown): string | undefined => textOf(Array.isArray(value) ? value[0] : value);
const lower = (label: string): string => (/^[A-Z][a-z]/.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label);

/** In the order of the targets, whatever the order of the map: an address of its own comes before what a URL says. */
function stepsOf(map: FieldMap, options: ReadOptions): Step[] {
  const action = decisionReader(map);
  return Object.entries(fieldTargets as Record<string, FieldTarget>).flatMap(([id, target]) => {
    const key = id as keyof typeof fieldTargets;
    const field = map.fields[key];
    const text = map.constants?.[key];
    if (id === "date" || (!field && text === undefined)) return [];
    const units: Record<string, number> = target.units ? fieldUnits[target.units] : {};
    const scale = units[field?.unit ?? (target.units === "size" ? "B" : "s")] ?? 1;
    const time = timeReader(options, scale, field?.unit !== undefined, field?.pattern);
    return [{ target, isTime: target.units === "time", reading: { time, scale, action }, ...(field ? { from: field.from } : { text }) }];
  });
}

/** The usual ways of writing a time, told apart by their look; a number by its length where no unit is given. */
export function timeReader(options: ReadOptions, scale: number, hasUnit: boolean, pattern: string | undefined): Reading["time"] {
  const zone = zoneReader(options.timezone);
  const written = pattern === undefined ? undefined : strftimeReader(pattern, zone);
  if (written) return written;
  const stamp = syslogTime(options);
  return (text) => {
    if (text.length > 60) return undefined;
    if (/^[0-9]{1,20}(?:\.[0-9]{1,9})?$/.test(text))
      return hasUnit ? Math.floor(Number(text) * scale) : (readEpoch(text) ?? readEpochSeconds(text));
    const bare = text[0] === "[" && text.endsWith("]") ? text.slice(1, -1) : text;
    return stamp(bare) ?? stamp(bare.replaceAll("/", "-")) ?? readClfTime(bare, zone);
  };
}

function decisionReader({ words }: FieldMap): Reading["action"] {
  const told = new Map(
    (["allowed", "denied", "alerted"] as const).flatMap((action) => (words?.[action] ?? []).map((word) => [word, action] as const)),
  );
  return (text) => told.get(text.toLowerCase()) ?? decisionOf(text) ?? "unknown";
}

const defaultPorts: Record<string, number> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/** What follows from what was read; the kind is what the record holds most of. */
function complete(c: Connection): Outcome {
  if (c.dns?.question !== undefined) {
    c.kind = "query";
    c.application ??= "dns";
    if (c.dns.responseCode !== undefined) c.answered = true;
  } else if (c.method !== undefined || c.url !== undefined || c.status !== undefined) c.kind = "request";
  if (c.url !== undefined) readTarget(c, c.url);
  if (c.tls?.sni !== undefined) nameDestination(c, c.tls.sni, "sni");
  if (c.dstIp === undefined && c.dstHost === undefined && c.dns?.question === undefined)
    return new Reject("destination: neither address, name, URL nor question is there");
  if (c.startTime === undefined && c.endTime !== undefined && c.durationMs !== undefined)
    c.startTime = Math.floor(c.endTime - c.durationMs);
  if (c.protocolNumber !== undefined && !hasPorts(c.protocolNumber)) {
    delete c.srcPort;
    delete c.dstPort;
  }
  return c;
}

function readTarget(c: Connection, url: string): void {
  // A path alone names no host.
  const parts = url.startsWith("/") ? undefined : splitUrl(url);
  if (!parts) return;
  const address = canonicalAddress(parts.host.replace(/^\[|\]$/g, ""));
  const host = address === undefined ? canonicalHost(parts.host) : undefined;
  if (address !== undefined) c.dstIp ??= address;
  if (host !== undefined) nameDestination(c, host, c.method === "CONNECT" ? "connect" : "url");
  if (address === undefined && host === undefined) return;
  const port = parts.port ?? defaultPorts[parts.scheme ?? ""];
  if (port) c.dstPort ??= port;
  if (parts.scheme === "http" || parts.scheme === "https") c.application ??= "http";
  if (c.protocol === undefined && defaultPorts[parts.scheme ?? ""] !== undefined) Object.assign(c, readProtocol("tcp"));
}
