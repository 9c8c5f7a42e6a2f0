import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { ElffTable, elffColumns, readElffHeader } from "../readers/elff";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { withoutPrefix } from "../readers/squid-native";
import { type SquidFields, toConnection } from "../readers/squid-request";
import { customFields, readWsaLine, readWsaRow, type WsaFields } from "../readers/wsa-fields";
import { aclAction, hasAclTag } from "../readers/wsa-tag";

export const ciscoWsa = defineFormat({
  id: "cisco-wsa",
  name: "Cisco Secure Web Appliance (WSA)",
  reference: "https://www.cisco.com/c/en/us/support/docs/security/secure-web-appliance/225832-understand-secure-web-appliance.html",
  guide: "cisco-wsa",
  counts: "the body of the response, between client and proxy; W3C logs with sc-bytes: the whole response",
  kinds: ["request"],
  engine: true,
  personal: ["cs-username", "cs(cookie)", "cs(x-forwarded-for)"],
  options: { fields: 'The subscription\'s custom fields (%k %p "%u"), or the #Fields line of a W3C log.' },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    const columns = lines.map(readElffHeader).find((found) => found !== undefined);
    if (columns) return columns.includes("x-acltag") || columns.includes("x-resultcode-httpstatus");
    return lines.length > 0 && lines.every((line) => native.test(withoutPrefix(line)) && hasAclTag(line));
  },
  open: (options) => new WsaReader(options),
});

const native = /^[0-9]{9,10}\.[0-9]{3} +-?[0-9]+ [^ ]+ [A-Z][A-Z_]{2,40}\/[0-9-]{1,3} /;

class WsaReader implements Reader {
  readonly #table = new ElffTable();
  readonly #custom: readonly (keyof SquidFields | undefined)[] = [];

  constructor({ fields }: ReadOptions) {
    if (fields?.includes("%")) this.#custom = customFields(fields);
    else if (fields) this.#table.name(elffColumns(fields));
  }

  read(unit: string, emit: Emit): void {
    const line = unit.trim();
    const outcome = this.#read(line);
    if (outcome instanceof Skip || outcome instanceof Reject) tell(emit, outcome);
    else tell(emit, decided(outcome), outcome.personal);
  }

  #read(line: string): WsaFields | Skip | Reject {
    if (line === "") return new Skip("an empty line");
    if (line.startsWith("#")) {
      const columns = readElffHeader(line);
      if (columns) this.#table.name(columns);
      return new Skip("a header");
    }
    if (this.#table.width === 0 || hasAclTag(line)) return readWsaLine(line, this.#custom);
    if (this.#table.read(line) < this.#table.width) return new Reject("#Fields: the row has fewer values.");
    return readWsaRow(this.#table);
  }
}

/** The request as the proxy saw it, with what the policies decided. */
function decided({ request, origin, tag }: WsaFields): Outcome {
  const outcome = toConnection(request);
  if (outcome instanceof Skip || outcome instanceof Reject) return outcome;
  const c: Connection = outcome;
  // In transparent mode the URL has an address, and the hierarchy the name.
  const peer = /DIRECT$/.test(request.hierarchy ?? "") ? canonicalHost(origin ?? "") : undefined;
  if (c.dstHost === undefined && peer !== undefined) {
    c.dstHost = peer;
    c.dstHostOrigin = "log";
  }
  if (!tag) return c;
  c.engineRuleId = tag.decision;
  if (tag.policy !== undefined) c.engineRule = tag.policy;
  if (tag.category !== undefined) c.engineReason = tag.category;
  // A login that is asked for, and what is served from the cache, stay what they are.
  const action = aclAction(tag.decision);
  if (action !== undefined && c.action !== "none" && c.action !== "denied") c.action = action;
  if (c.action === "denied") delete c.answered;
  return c;
}
