import { directoryUser } from "./directory-user";
import { type ElffTable, splitElff } from "./elff";
import { Reject, Skip } from "./outcome";
import { readSquidNative, withoutPrefix } from "./squid-native";
import type { SquidFields } from "./squid-request";
import { readIsoTime } from "./time";
import { type AclTag, readAclTag } from "./wsa-tag";

export interface WsaFields {
  request: SquidFields;
  /** The server by its name or address, as the hierarchy has it. */
  origin?: string;
  tag?: AclTag;
  personal?: string[];
}

/** Specifiers of custom fields, of those that say more than the line does. @see "Custom Formatting in Access Logs and W3C Logs" */
const specifiers: Record<string, keyof SquidFields> = {
  F: "clientPort",
  u: "userAgent",
  k: "peer",
  p: "peerPort",
  q: "bytesOut",
  "<User-Agent:": "userAgent",
  "<Referer:": "referrer",
  "<Host:": "host",
};

/** Places of the custom fields behind the verdicts, from the subscription's text: `%k %p "%u"`, labels among them or not. */
export function customFields(text: string): (keyof SquidFields | undefined)[] {
  return splitElff(text.slice(0, 4000)).map((token) => specifiers[/%(<[A-Za-z-]{1,40}:|[A-Za-z])/.exec(token)?.[1] ?? ""]);
}

/** A line of the access log: Squid's native fields, the tag with the verdicts, whether the user agent is suspect, custom fields. */
export function readWsaLine(line: string, custom: readonly (keyof SquidFields | undefined)[]): WsaFields | Skip | Reject {
  const plain = withoutPrefix(line);
  if (/^(?:\S{1,40} ){0,8}Info: (?![0-9])/.test(plain)) return new Skip("a line about the log itself");
  const tag = readAclTag(plain);
  const native = readSquidNative(plain.slice(0, tag?.from).trimEnd());
  if (native === undefined) return new Reject("timestamp: no time.");
  if (native instanceof Reject) return native;
  const request = { ...native.fields };
  const personal = [...(native.personal ?? []), ...((request.user ?? "-") === "-" ? [] : [request.user!])];
  request.user = userOf(request.user);
  if (tag && custom.length > 0) {
    const cells = splitElff(plain.slice(tag.to));
    // The first word behind the verdicts is the suspect user agent's.
    for (const [place, field] of custom.entries()) {
      const cell = cells[place + 1];
      if (field !== undefined && cell !== undefined && cell !== "-") set(request, field, cell);
    }
  }
  return { request, origin: native.fields.peer, ...(tag && { tag }), personal };
}

function set(request: SquidFields, field: keyof SquidFields, text: string): void {
  if (field !== "end" && field !== "elapsedMs" && field !== "startMs") request[field] = text;
}

/** A row of a W3C log, by its own #Fields. */
export function readWsaRow(table: ElffTable): WsaFields | Reject {
  const end = timeOf(table);
  if (end === undefined) return new Reject("timestamp: no time.");
  const [result, status] = (table.get("x-resultcode-httpstatus") ?? "").split("/", 2);
  const [hierarchy, origin] = split(table.get("x-hierarchy-origin"));
  const elapsed = Number(table.get("x-elapsed-time") ?? Number.NaN);
  const text = table.get("x-acltag");
  const user = table.get("cs-username");
  const request: SquidFields = {
    end,
    elapsedMs: Number.isFinite(elapsed) && elapsed >= 0 ? elapsed : undefined,
    client: table.get("c-ip"),
    clientPort: table.get("c-port"),
    result: table.get("sc-result-code") ?? table.get("x-result-code") ?? (result || undefined),
    status: table.get("sc-http-status") ?? status,
    bytesIn: table.get("sc-bytes") ?? table.get("sc-body-size"),
    bytesOut: table.get("cs-bytes"),
    method: table.get("cs-method"),
    url: table.get("cs-url") ?? table.get("cs-uri"),
    user: userOf(user),
    hierarchy: table.get("s-hierarchy") ?? hierarchy,
    peer: table.get("s-ip") ?? origin ?? table.get("s-hostname"),
    peerPort: table.get("s-port"),
    userAgent: table.get("cs(user-agent)"),
    referrer: table.get("cs(referer)"),
    host: table.get("cs(host)") ?? table.get("s-computername"),
  };
  const tag = text === undefined ? undefined : readAclTag(`- ${text} <`);
  return { request, origin: origin ?? table.get("s-hostname"), ...(tag && { tag }), personal: user === undefined ? [] : [user] };
}

function timeOf(table: ElffTable): number | undefined {
  const epoch = table.get("timestamp");
  if (epoch !== undefined && /^[0-9]{9,10}(?:\.[0-9]{1,6})?$/.test(epoch)) return Math.round(Number(epoch) * 1000);
  const [date, time] = [table.get("date"), table.get("time")];
  return date === undefined || time === undefined ? undefined : readIsoTime(`${date}T${time}`);
}

function split(text: string | undefined): [string?, string?] {
  const slash = text?.indexOf("/") ?? -1;
  return text === undefined ? [] : slash < 0 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
}

/** "CORP\jane@Realm": the realm tells how somebody logged in. */
function userOf(text: string | undefined): string | undefined {
  const user = directoryUser(text === "-" ? undefined : text);
  return text?.includes("\\") ? user?.replace(/@[^@]*$/, "") : user;
}
