import { defineFormat } from "../format";
import { AsaReader, bracketedUsers } from "../readers/cisco-asa";
import { isCiscoEvent, readCiscoLine } from "../readers/cisco-line";
import { tell } from "../readers/outcome";
import { syslogTime } from "../readers/syslog";

export const ciscoAsa = defineFormat({
  id: "cisco-asa",
  name: "Cisco ASA",
  reference: "https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/asa-syslog.html",
  guide: "cisco-firewall",
  counts: "payload of both ways together: the log does not tell them apart, so no figure by direction holds them",
  kinds: ["connection", "query"],
  engine: true,
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.some((line) => isCiscoEvent(line, "ASA")) && !lines.some((line) => isCiscoEvent(line, "FTD"));
  },
  open(options) {
    const time = syslogTime(options);
    const asa = new AsaReader();
    return {
      read(unit, emit) {
        const line = readCiscoLine(unit);
        tell(emit, asa.read(line, time(line.stamp)), bracketedUsers(line.text));
      },
    };
  },
});
