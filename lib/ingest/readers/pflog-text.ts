import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { integerOf } from "./json";
import { readPacket } from "./packet";

/** tcpdump prints the header of a packet that pf logged, then the packet: "rule 4/(match) block in on em0: a.1 > b.443: S …". */
const header =
  /(?:^|[ :])rule (?<rule>[0-9]{1,6}|def)(?:[./](?<anchor>[^/(\s.]{0,64}))?(?:\.[0-9]{1,6})?\/?(?:[0-9]{1,3})?\((?<reason>[a-z-]{1,20})\)(?: \[[^\]]{0,80}\])?:? (?<action>[a-z]{2,8}) (?<way>in|out|fwd) on (?<if>[^:\s]{1,32}): /;
const ends =
  /^(?:IP6? )?(?:\((?:tos|class|flowlabel|hlim)[^>]{0,250}?length:? [0-9]{1,5}\) {1,8})?(?:IP6? )?(?<src>[0-9A-Fa-f.:]{3,51}) > (?<dst>[0-9A-Fa-f.:]{3,51}): ?/;

export const isPflogText = (line: string): boolean => header.test(line.slice(0, 300));

const actions: Record<string, Action> = { pass: "allowed", block: "denied" };

/** @returns undefined where the line is none; the destination or source absent where they are no address. */
export function readPflogText(line: string): Connection | undefined {
  const found = header.exec(line.slice(0, 300));
  if (!found) return undefined;
  const g = found.groups!;
  const text = line.slice(found.index + found[0].length);
  const match = ends.exec(text.slice(0, 400));
  const rest = text.slice(match?.[0].length ?? 0, (match?.[0].length ?? 0) + 400);
  const [src, dst] = [splitPort(match?.groups?.["src"]), splitPort(match?.groups?.["dst"])];
  const flags = /^(?:Flags \[([SFRPAWE.]{1,8})\]|([SFRPWE.]{1,8}) )/.exec(rest);
  const flag = flags?.[1] ?? flags?.[2];
  const c = readPacket({
    src: src.ip,
    dst: dst.ip,
    srcPort: src.port,
    dstPort: dst.port,
    ...readProtocol(protocolOf(text, rest, src.port, flag)),
    bytes: integerOf(/\blen(?:gth)? ([0-9]{1,5})\)/.exec(text.slice(0, 600))?.[1]),
    syn: flag?.includes("S"),
    ack: flag !== undefined && (flag.includes(".") || / ack [0-9]/.test(rest)),
    icmpType: /echo request/.test(rest)
      ? src.ip?.includes(":")
        ? 128
        : 8
      : /echo reply/.test(rest)
        ? src.ip?.includes(":")
          ? 129
          : 0
        : undefined,
  });
  c.action = actions[g["action"]!] ?? "unknown";
  c.engineRule = g["anchor"] || undefined;
  c.engineRuleId = g["rule"];
  c.engineReason = g["reason"] === "match" ? undefined : g["reason"];
  if (g["way"] !== "fwd") c.vendorDirection = g["way"] === "in" ? "inbound" : "outbound";
  return c;
}

/** "203.0.113.10.443": the port stands behind the last dot. */
function splitPort(text: string | undefined): { ip?: string; port?: number } {
  if (text === undefined) return {};
  const whole = canonicalAddress(text);
  if (whole !== undefined) return { ip: whole };
  const dot = text.lastIndexOf(".");
  const port = Number(text.slice(dot + 1));
  return {
    ip: canonicalAddress(text.slice(0, Math.max(dot, 0))),
    port: Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined,
  };
}

/** The header of -v names it; else what the packet looks like. */
function protocolOf(text: string, rest: string, port: number | undefined, flag: string | undefined): string | undefined {
  const named = /\b(?:proto|next-header):? ?(?:"?([A-Za-z0-9-]{2,12}))/i.exec(text.slice(0, 300))?.[1];
  if (named !== undefined) return named;
  if (/^icmp6/.test(rest)) return "ipv6-icmp";
  if (/^(?:icmp|ICMP)/.test(rest)) return "icmp";
  if (flag !== undefined) return "tcp";
  return /^(?:\[[^\]]{1,40}\] )?udp\b/i.test(rest) || (port !== undefined && /^[0-9+*%-]{1,12} |^UDP/.test(rest)) ? "udp" : undefined;
}
