import { defineFormat } from "../format";
import { readEveRecord } from "../readers/eve-record";
import { type JsonObject, readObject } from "../readers/json";
import { tell } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { unwrap } from "../readers/unwrap";

export const suricataEve = defineFormat({
  id: "suricata-eve",
  name: "Suricata EVE JSON",
  reference: "https://docs.suricata.io/en/latest/output/eve/eve-json-format.html",
  guide: "suricata",
  counts: "flows: whole packets; HTTP: the body of the response",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: ["mail_from", "helo", "command_data", "cname", "community", "cookie", "hostname_client", "user", "username", "password"],
  detect: (head) => {
    const records = head.filter((line) => line.trim() !== "").map(recordOf);
    return (
      records.some((r) => r) &&
      records.every((r) => r && "event_type" in r && ("timestamp" in r || "@timestamp" in r) && !("firewall_name" in r))
    );
  },
  open() {
    const flows = new Recent(1 << 16);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const record = recordOf(unit);
        if (!record) return emit.reject("the line is no JSON object");
        const { outcome, personal } = readEveRecord(record, flows);
        tell(emit, outcome, personal);
      },
    };
  },
});

/** The EVE object of a line: behind a syslog header, or inside the envelopes of shippers. */
function recordOf(line: string): JsonObject | undefined {
  const brace = line.indexOf("{");
  let record = brace < 0 || brace > 512 ? undefined : readObject(brace === 0 ? line : line.slice(brace));
  for (let depth = 0; record && !("event_type" in record) && !("firewall_name" in record) && depth < 4; depth++) {
    const inner = unwrap(record, ["eve", "suricata", "event"]);
    const text = typeof inner === "string" ? inner.slice(Math.max(0, inner.indexOf("{"))) : undefined;
    const next = text === undefined ? (inner as JsonObject | undefined) : readObject(text);
    if (!next) return record;
    record = { "@timestamp": record["@timestamp"], ...next };
  }
  return record;
}
