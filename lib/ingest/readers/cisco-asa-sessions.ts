import type { Connection } from "../../model/connection";
import { Beginnings } from "./beginnings";
import { readPlace, readUser } from "./cisco-asa-place";
import { endsOf, lasting, protocolOf, readMapped, turnAnswer } from "./cisco-asa-traffic";
import { icmpId } from "./icmp-id";
import { integerOf } from "./json";

const mapped = "(?:[0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{1,41}(?:/[0-9]{1,10})?|[^\\s()\\\\]{1,260}/[0-9]{1,10})";
const place = (name: string): string =>
  `(?<${name}>(?:NP Identity Ifc:)?[^\\s(),]{1,260})(?: ?\\((?<${name}Mapped>${mapped})\\))?(?: ?\\((?<${name}User>[^()]{1,260})\\)| (?!to |duration )(?<${name}Bare>[^\\s()]{1,260}))?`;
const built = new RegExp(
  `^Built (?:(?<way>inbound|outbound) )?(?:Probe )?(?:\\S{1,20} (?<stub>stub) )?(?<proto>\\S{1,20}) (?:state-bypass )?connection (?:(?<id>[0-9]{1,20}) )?(?<preposition>for|from) ${place("first")} to ${place("second")}(?: ?\\((?<user>[^()]{1,260})\\))?`,
  "i",
);
const teardown = new RegExp(
  `^Teardown (?:Probe )?(?:(?:\\S{1,20} )?(?<stub>stub) )?(?<proto>\\S{1,20}) (?:state-bypass )?connection (?:(?<id>[0-9]{1,20}) )?(?<preposition>for|from) ${place("first")} to ${place("second")} duration (?<duration>[0-9:hms]{4,20}),? (?:forwarded )?bytes (?<bytes>[0-9]{1,15}),?(?: (?<reason>[^()]{1,200}?))?(?: ?\\((?<user>[^()]{1,260})\\))?$`,
  "i",
);
const end = (name: string): string => `(?<${name}>[^\\s(),]{1,260}?)/(?<${name}Id>[0-9]{1,10})(?: ?\\((?<${name}User>[^()]{1,260})\\))?`;
const ping = new RegExp(
  `^(?:Built (?<way>inbound|outbound)|Teardown) (?<proto>ICMP\\S{0,4}) connection for faddr ${end("far")} gaddr ${end("global")} laddr ${end("local")}(?: ?\\((?<user>[^()]{1,260})\\))?(?: type (?<type>[0-9]{1,3}) code (?<code>[0-9]{1,3}))?`,
  "i",
);

/** What a Built message says that its Teardown leaves out. */
interface Open {
  /** The second end asked. */
  turned: boolean;
  srcNatIp?: string;
  srcNatPort?: number;
  dstNatIp?: string;
  dstNatPort?: number;
  srcUser?: string;
}

const ids = new Set(
  "302013 302014 302015 302016 302017 302018 302020 302021 302022 302023 302024 302025 302026 302027 302035 302036 302303 302304 302305 302306".split(
    " ",
  ),
);
export const isSessionMessage = (id: string): boolean => ids.has(id);

/** Connections by their Built and Teardown messages. */
export class AsaSessions {
  readonly #open = new Beginnings<Open>();
  readonly #keepsOrder: boolean;

  /** @param keepsOrder whether documents name the ends of "outbound" in the order of the line, with the asked one first. */
  constructor(keepsOrder: boolean) {
    this.#keepsOrder = keepsOrder;
  }

  /** Whether other messages of this file tell of each connection that is let through. */
  get tells(): boolean {
    return this.#open.any;
  }

  /** @param device the firewall: ids are its own. @returns undefined where the sentence is no known one. */
  read(text: string, device: string | undefined, time: number | undefined): Connection | undefined {
    if (text.includes(" faddr ")) return this.#ping(text, device, time);
    const start = built.exec(text);
    if (start) return this.#built(text, start.groups!, device, time);
    const match = teardown.exec(text);
    return match ? this.#teardown(match.groups!, device, time) : undefined;
  }

  #built(text: string, g: Record<string, string | undefined>, device: string | undefined, time: number | undefined): Connection {
    const [first, second] = [readPlace(g["first"]), readPlace(g["second"])];
    // "Outbound" went from the second end, of the safer interface, to the first.
    const turned = g["way"]?.toLowerCase() === "outbound";
    const [src, dst] = turned ? [second, first] : [first, second];
    const c: Connection = {
      kind: "connection",
      startTime: time,
      loggedTime: time,
      ...endsOf(src, dst, protocolOf(g["proto"])),
      action: "allowed",
    };
    if (turned && this.#keepsOrder) c.reply = true;
    const translated = [readPlace(g["firstMapped"]), readPlace(g["secondMapped"])] as const;
    readMapped(c, translated[turned ? 1 : 0], translated[turned ? 0 : 1]);
    // Set off by a blank stands the user who logged in to the firewall, of whichever end.
    const login = g["user"] ?? (text.endsWith(` (${g["secondUser"]})`) ? g["secondUser"] : undefined);
    c.srcUser = readUser(g[turned ? "secondUser" : "firstUser"]) ?? readUser(login);
    if (g["way"] !== undefined) c.vendorDirection = turned ? "outbound" : "inbound";
    else if (g["preposition"] === "for") turnAnswer(c);
    c.sessionId = g["id"];
    // The members of a cluster that only forward a flow.
    if (g["stub"] !== undefined) c.twin = true;
    else if (g["id"] !== undefined) this.#begin(`${device}|${g["id"]}`, c, turned);
    return c;
  }

  #begin(key: string, c: Connection, turned: boolean): void {
    const { srcNatIp, srcNatPort, dstNatIp, dstNatPort, srcUser } = c;
    // Ids of messages are switched off by protocol.
    if (!this.#open.begin(key, { turned, srcNatIp, srcNatPort, dstNatIp, dstNatPort, srcUser }, c.protocol)) c.twin = true;
  }

  #teardown(g: Record<string, string | undefined>, device: string | undefined, time: number | undefined): Connection {
    const [first, second] = [readPlace(g["first"]), readPlace(g["second"])];
    const key = `${device}|${g["id"]}`;
    const open = g["id"] === undefined ? undefined : this.#open.find(key);
    const [src, dst] = open?.turned ? [second, first] : [first, second];
    const c: Connection = {
      kind: "connection",
      ...endsOf(src, dst, protocolOf(g["proto"])),
      ...lasting(g["duration"]!, time),
      action: "allowed",
    };
    const users = [readUser(g["firstUser"] ?? g["firstBare"]), readUser(g["secondUser"] ?? g["secondBare"])];
    // Alone it does not say who asked: the ports may. "From" begins with the one that did.
    if (!open && g["preposition"] === "for") turnAnswer(c);
    c.srcUser = (open?.turned || c.reply ? users[1] : users[0]) ?? open?.srcUser ?? users[0] ?? readUser(g["user"]);
    c.bytes = integerOf(g["bytes"]);
    c.sessionId = g["id"];
    c.engineReason = g["reason"];
    c.answered = answered(c, g["reason"]);
    if (open) {
      const { srcNatIp, srcNatPort, dstNatIp, dstNatPort } = open;
      Object.assign(c, { srcNatIp, srcNatPort, dstNatIp, dstNatPort });
    }
    if (g["stub"] !== undefined || !this.#open.end(key, c.protocol)) c.twin = true;
    return c;
  }

  /** An echo carries its id on the side that asked, and 0 on the other. */
  #ping(text: string, device: string | undefined, time: number | undefined): Connection | undefined {
    const g = ping.exec(text)?.groups;
    if (!g) return undefined;
    const [far, global, local] = [readPlace(g["far"]), readPlace(g["global"]), readPlace(g["local"])];
    const way = g["way"]?.toLowerCase();
    const key = `${device}|${g["far"]}/${g["farId"]}|${g["local"]}/${g["localId"]}`;
    const isEnd = way === undefined;
    const open = isEnd ? this.#open.find(key) : undefined;
    const isInbound = isEnd ? (open?.turned ?? (g["farId"] !== "0" && g["localId"] === "0")) : way === "inbound";
    const [src, dst] = isInbound ? [far, local] : [local, far];
    const c: Connection = {
      kind: "connection",
      startTime: isEnd ? undefined : time,
      endTime: isEnd ? time : undefined,
      loggedTime: time,
      ...endsOf(src, dst, protocolOf(g["proto"])),
      action: "allowed",
    };
    const translated = global.ip === local.ip ? undefined : global.ip;
    if (isInbound) c.dstNatIp = translated;
    else c.srcNatIp = translated;
    // Documents keep the side of the firewall first, as the line does.
    if (isInbound) c.reply = true;
    c.srcUser = readUser(g[isInbound ? "farUser" : "localUser"]) ?? readUser(g["user"]);
    if (way !== undefined) c.vendorDirection = isInbound ? "inbound" : "outbound";
    // What has an id is an echo, also where the type is left out.
    const isEcho = g["farId"] !== g["localId"];
    c.communityId = icmpId(c, integerOf(g["type"]) ?? (isEcho ? 8 : undefined), integerOf(g["code"]));
    if (!isEnd) this.#begin(key, c, isInbound);
    else if (!this.#open.end(key, c.protocol)) c.twin = true;
    return c;
  }
}

/** Data came, or the connection was closed in order; a handshake without its end was not answered. */
function answered(c: Connection, reason: string | undefined): boolean | undefined {
  if (reason !== undefined && /^SYN Timeout|^SYN Control/i.test(reason)) return false;
  if (c.protocolNumber !== 6) return undefined;
  return (c.bytes ?? 0) > 0 || /^TCP FINs/i.test(reason ?? "") ? true : undefined;
}
