import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat } from "../format";
import { carriedRecords } from "../readers/carried";
import { readEveRecord } from "../readers/eve-record";
import { isObject, type JsonObject, portOf, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { readEpochSeconds, readIsoTime } from "../readers/time";

export const awsNetworkFirewall = defineFormat({
  id: "aws-network-firewall",
  name: "AWS Network Firewall logs",
  reference: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html",
  guide: "aws",
  counts: "flow log: whole packets, one way",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  detect: (head) => carriedRecords(head.find((l) => l.trim() !== "") ?? "", isEntry)?.some(isEntry) ?? false,
  open() {
    const flows = new Recent(1 << 16);
    return {
      read(unit, emit) {
        const entries = carriedRecords(unit, isEntry);
        if (!entries) return tell(emit, unit.trim() === "" ? new Skip("An empty line.") : new Reject("The line is no JSON object."));
        const read = entries.map((entry) => readEntry(entry, flows));
        tellAll(
          emit,
          read.map(({ outcome }) => outcome),
          read.flatMap(({ personal }) => personal ?? []),
        );
      },
    };
  },
});

const isEntry = (o: JsonObject): boolean => o["firewall_name"] !== undefined && o["event"] !== undefined;

function readEntry(entry: JsonObject, flows: Recent): { outcome: Outcome; personal?: string[] } {
  const event = entry["event"];
  if (!isObject(event)) return { outcome: new Reject("event: absent.") };
  // Alerts and flows are Suricata's; the engine that opens TLS writes records of its own.
  if (event["tls_error"] === undefined && event["revocation_check"] === undefined) {
    const logged = textOf(event["timestamp"]) ?? isoOf(entry["event_timestamp"]);
    return readEveRecord({ ...event, timestamp: logged }, flows);
  }
  return { outcome: readTlsEvent(event, entry) };
}

function readTlsEvent(event: JsonObject, entry: JsonObject): Outcome {
  const time = readIsoTime(textOf(event["timestamp"]) ?? isoOf(entry["event_timestamp"]) ?? "");
  if (time === undefined) return new Reject("event.timestamp: no time.");
  const srcIp = canonicalAddress(textOf(event["src_ip"]) ?? "");
  if (srcIp === undefined) return new Reject("event.src_ip: no address.");
  const dstIp = canonicalAddress(textOf(event["dest_ip"]) ?? "");
  if (dstIp === undefined) return new Reject("event.dest_ip: no address.");
  const sni = canonicalHost(textOf(event["sni"]) ?? "");
  const failure = isObject(event["tls_error"]) ? textOf(event["tls_error"]["error_message"]) : undefined;
  const check = isObject(event["revocation_check"]) ? event["revocation_check"] : {};
  const status = textOf(check["status"]);
  const error = failure ?? (status === undefined ? undefined : `revocation check: ${status}`);
  const c: Connection = {
    kind: "handshake",
    startTime: time,
    loggedTime: time,
    srcIp,
    srcPort: portOf(event["src_port"]),
    dstIp,
    dstPort: portOf(event["dest_port"]),
    protocol: "tcp",
    protocolNumber: 6,
    application: "tls",
    // A handshake that fails is reset; a certificate that may be revoked is let pass where the firewall is told so.
    action: textOf(check["action"])?.toUpperCase() === "PASS" ? "allowed" : "denied",
    engineReason: error,
    tls: { sni, established: failure === undefined ? undefined : false, error },
  };
  if (sni !== undefined) {
    c.dstHost = sni;
    c.dstHostOrigin = "sni";
  }
  return c;
}

/** The envelope's own time is in seconds. */
function isoOf(value: unknown): string | undefined {
  const time = readEpochSeconds(textOf(value) ?? "");
  return time === undefined ? undefined : new Date(time).toISOString();
}
