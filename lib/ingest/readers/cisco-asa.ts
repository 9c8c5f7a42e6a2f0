import type { Connection } from "../../model/connection";
import { readAsaEvent } from "./cisco-asa-event";
import { findAsaMessage } from "./cisco-asa-messages";
import { readUser } from "./cisco-asa-place";
import { AsaSessions, isSessionMessage } from "./cisco-asa-sessions";
import { readTraffic } from "./cisco-asa-traffic";
import type { CiscoLine } from "./cisco-line";
import { type Outcome, Reject, Skip } from "./outcome";

/** Reads the messages of an ASA, also where another Cisco firewall writes them; one for each file. */
export class AsaReader {
  readonly #sessions: AsaSessions;

  constructor(keepsOrder = false) {
    this.#sessions = new AsaSessions(keepsOrder);
  }

  read(line: CiscoLine, time: number | undefined): Outcome {
    const { id } = line;
    if (id === undefined) return new Reject("there is no message id");
    const text = line.text.includes("  ") ? line.text.replace(/ {2,}/g, " ") : line.text;
    if (isSessionMessage(id)) return this.#sessions.read(text, line.host, time) ?? unread(id);
    const message = findAsaMessage(id);
    if (!message) return new Skip("a message about the firewall itself", readAsaEvent(text, id, time));
    const groups = message.pattern.exec(text)?.groups;
    if (!groups) return unread(id);
    const c: Connection = { kind: "connection", loggedTime: time, startTime: time, ...readTraffic(message, groups) };
    if (message.skip !== undefined) return new Skip(message.skip, c);
    if (c.srcIp === undefined && c.srcHost === undefined) return new Reject("the source is no address");
    if (c.dstIp === undefined && c.dstHost === undefined) return new Skip("a packet to the firewall itself", c);
    // What comes without a connection and asks for none is left over from one that ended.
    if (id === "106015" && groups["flags"]!.trim() !== "SYN") c.twin = true;
    if (id === "106100" && c.action === "allowed" && this.#sessions.tells) c.twin = true;
    return c;
  }
}

const unread = (id: string): Reject => new Reject(`the text of message ${id} is no known one`);

/** Users stand in brackets behind an address; the record keeps one of them. */
export function bracketedUsers(text: string): string[] | undefined {
  if (!text.includes("(")) return undefined;
  const names = [...text.matchAll(/\((?:[^\s()]{1,64}\\)?([^\s()\\]{1,128})\)/g)].flatMap(([, name]) =>
    /[A-Za-z]/.test(name!) && !name!.includes("/") ? (readUser(name) ?? []) : [],
  );
  return names.length > 0 ? names : undefined;
}
