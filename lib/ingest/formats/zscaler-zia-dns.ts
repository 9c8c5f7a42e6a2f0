import { canonicalAddress } from "../../model/address";
import type { Connection, Dns } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject } from "../readers/outcome";
import { nssAction } from "../readers/zscaler-action";
import { nssAddress, nssPersonal, readNssClient } from "../readers/zscaler-client";
import { dnsFeed } from "../readers/zscaler-feeds";
import { decoded, type NssFields } from "../readers/zscaler-nss";
import { detectNss, nssOptions, nssReader } from "../readers/zscaler-reader";

export const zscalerZiaDns = defineFormat({
  id: "zscaler-zia-dns",
  name: "Zscaler Internet Access DNS log",
  reference: "https://help.zscaler.com/zia/nss-feed-output-format-dns-logs",
  guide: "zscaler",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  personal: nssPersonal,
  options: nssOptions,
  detect: detectNss(dnsFeed),
  open: nssReader(dnsFeed, toConnection),
});

function toConnection(fields: NssFields, time: number): Outcome {
  const question = decoded(fields.get("req"));
  if (question === undefined) return new Reject("req: absent");
  const durationMs = integerOf(fields.get("durationms"));
  const request = fields.get("reqaction");
  const response = fields.get("resaction");
  const decider = nssAction(request) !== "denied" && nssAction(response) === "denied" ? "resrulelabel" : "reqrulelabel";
  const c: Connection = {
    kind: "query",
    startTime: time - (durationMs ?? 0),
    endTime: time,
    loggedTime: time,
    durationMs,
    ...readNssClient(fields),
    srcIp: nssAddress(fields.get("cip")),
    dstIp: nssAddress(fields.get("sip")),
    dstPort: portOf(fields.get("sport")) || undefined,
    ...transport(fields),
    application: "dns",
    dns: readDns(question, fields),
    action: nssAction(request, response),
    engineRule: decoded(fields.get(decider)),
    engineReason: [request, response].filter((word) => word !== undefined).join(", ") || undefined,
  };
  if (c.dns?.answers !== undefined) c.answered = true;
  return c;
}

function transport(fields: NssFields): { protocol?: string; protocolNumber?: number } {
  const protocol = fields.get("protocol");
  if (protocol !== undefined && /^(?:tcp|udp)$/i.test(protocol)) return readProtocol(protocol);
  const isTcp = fields.get("istcp");
  return isTcp === "1" || /^doh/i.test(protocol ?? "") ? readProtocol("tcp") : isTcp === "0" ? readProtocol("udp") : {};
}

/** `res` is an address, a name, or in capitals why there is neither. */
function readDns(question: string, fields: NssFields): Dns {
  const dns: Dns = {
    question: canonicalHost(question) ?? question.toLowerCase().replace(/(.)\.$/, "$1"),
    type: fields
      .get("reqtype")
      ?.toUpperCase()
      .replace(/ RECORD$/, ""),
    responseCode: fields.get("error")?.toUpperCase(),
  };
  const answer = decoded(fields.get("res"));
  if (answer === undefined) return dns;
  const address = canonicalAddress(answer);
  const name = address === undefined ? canonicalHost(answer) : undefined;
  if (address !== undefined) dns.answers = [{ data: address, type: address.includes(":") ? "AAAA" : "A" }];
  else if (/^[A-Z][A-Z_]+$/.test(answer)) dns.responseCode ??= answer;
  else if (name !== undefined) dns.answers = [{ data: name }];
  return dns;
}
