import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat } from "../format";
import { cefTime } from "../readers/cef-time";
import { readEndpoint } from "../readers/endpoint";
import { type ForcepointFields, readForcepointFields } from "../readers/forcepoint-fields";
import { integerOf, numberOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSyslogHeader } from "../readers/syslog";

export const forcepointWeb = defineFormat({
  id: "forcepoint-web",
  name: "Forcepoint Web Security",
  reference: "https://www.websense.com/content/support/library/web/v85/siem/siem.pdf",
  guide: "forcepoint-web",
  counts: "requests and responses, between client and proxy",
  kinds: ["request"],
  engine: true,
  personal: ["suser", "usrname", "user", "loginid", "duser"],
  options: { timezone: "Zone of the syslog header's stamp, where a transaction has no time of its own (key=value)." },
  detect: (head) => {
    const lines = head.map((line) => line.trim()).filter((line) => line !== "");
    return lines.length > 0 && lines.every((line) => readForcepointFields(line) !== undefined);
  },
  open(options) {
    const readTime = cefTime(options);
    return {
      read(unit, emit) {
        const line = unit.trim();
        const f = readForcepointFields(line);
        if (!f) return tell(emit, line === "" ? new Skip("an empty line") : new Reject("vendor, product: not those of the web gateway"));
        const written = f.get("rt");
        // Key=value has no time of its own.
        const time = written === undefined ? (readTime(readSyslogHeader(line)?.stamp) ?? options.receivedAt) : readTime(written);
        const login = f.get("loginID");
        tell(emit, readTransaction(f, time), login === undefined ? undefined : [login]);
      },
    };
  },
});

function readTransaction(f: ForcepointFields, time: number | undefined): Outcome {
  if (time === undefined) return new Reject("rt is no time");
  const c: Connection = { kind: "request", loggedTime: time, protocol: "tcp", protocolNumber: 6 };
  c.srcIp = canonicalAddress(f.get("src") ?? "");
  if (c.srcIp === undefined) return new Reject("src is no address");
  c.srcPort = portOf(f.get("spt")) || undefined;
  c.srcUser = userOf(f.get("suser")) ?? f.get("loginID");
  readDestination(c, f);
  if (c.dstIp === undefined && c.dstHost === undefined) return new Reject("dst, dhost, request: none names a destination");
  // Not the server's: the port from which the proxy asked.
  const proxyPort = portOf(f.get("destinationTranslatedPort"));
  if (proxyPort) c.srcNatPort = proxyPort;
  c.method = f.get("requestMethod")?.toUpperCase();
  c.status = integerOf(f.get("status")) || undefined;
  c.userAgent = f.get("requestClientApplication");
  c.referrer = f.get("refererUrl");
  c.bytesOut = integerOf(f.get("out"));
  c.bytesIn = integerOf(f.get("in"));
  const duration = numberOf(f.get("duration"));
  if (duration !== undefined && duration > 0) {
    c.durationMs = duration;
    c.startTime = time - duration;
  }
  c.engineRule = f.get("cs1");
  c.engineRuleId = f.get("cat");
  c.engineReason = f.get("reason");
  c.action = decide(f.get("act"));
  if (c.action === "denied") c.answered = false;
  else if (c.action === "allowed" && (c.bytesIn ?? 0) > 0) c.answered = true;
  return c;
}

/** "LDAP://host OU=Users,DC=corp/jane", "CORP\jane", "jane". */
function userOf(text: string | undefined): string | undefined {
  return text?.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("\\")) + 1).trim() || undefined;
}

function readDestination(c: Connection, f: ForcepointFields): void {
  c.url = f.get("request");
  const whole = /^([a-z][a-z0-9+.-]{0,20}):\/\/([^/?#\s]{1,300})/i.exec(c.url ?? "");
  const scheme = (f.get("app") ?? whole?.[1])?.toLowerCase();
  if (scheme !== undefined && /^[a-z][a-z0-9-]{1,20}$/.test(scheme)) c.application = scheme;
  const asked = readEndpoint(whole?.[2]);
  const named = canonicalHost(f.get("dhost") ?? "");
  c.dstHost = asked.host ?? named;
  if (c.dstHost !== undefined)
    c.dstHostOrigin = f.get("requestMethod") === "CONNECT" ? "connect" : asked.host === undefined ? "log" : "url";
  c.dstIp = canonicalAddress(f.get("dst") ?? "") ?? asked.ip;
  if (c.dstIp === "0.0.0.0") c.dstIp = undefined;
  c.dstPort = portOf(f.get("dpt")) || asked.port;
}

function decide(act: string | undefined): Action {
  const word = act?.toLowerCase() ?? "";
  if (/^(?:block|den|quarantin)/.test(word)) return "denied";
  // A page asks the user whether to go on, or counts the time.
  if (/^(?:confirm|quota)/.test(word)) return "alerted";
  return /^(?:permit|allow|isolat)/.test(word) ? "allowed" : "unknown";
}
