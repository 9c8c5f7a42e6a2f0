import { defineFormat, type Emit } from "../format";
import { type JunosMessage, readJunosMessage } from "../readers/junos-fields";
import { isRetold, readJunosRecord, readJunosSystem } from "../readers/junos-record";
import { tell } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { readSyslogHeader, syslogTime } from "../readers/syslog";

const own = /\bRT_(?:FLOW|UTM|IDP|IDS|AAMW|SECINTEL|SCREEN)|\bAPPTRACK_SESSION|\[junos@/;
const ofJunos =
  /\b[A-Z][A-Z0-9]{1,20}(?:_[A-Z0-9]{1,20}){1,6}(?::| \[junos@)|\b(?:mgd|sshd|rshd|cron|kmd|chassisd|rpd|snmpd|dcd|utmd|idpd|nsd)\[[0-9]{1,8}\]:/;

export const juniperSrx = defineFormat({
  id: "juniper-srx",
  name: "Juniper SRX",
  reference: "https://www.juniper.net/documentation/us/en/software/junos/network-mgmt/topics/topic-map/system-log-messages.html",
  guide: "juniper",
  counts: "IP packets with their headers",
  kinds: ["connection", "request"],
  engine: true,
  personal: ["username", "roles", "hostname"],
  options: { timezone: "Zone of the header's time where it names none." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.some((line) => own.test(line)) && lines.every((line) => own.test(line) || ofJunos.test(line));
  },
  open(options) {
    const stamp = syslogTime(options);
    const told = new Recent(65_536);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const message = readJunosMessage(unit);
        const loggedTime = stamp(readSyslogHeader(unit)?.stamp) ?? options.receivedAt;
        if (message) readMessage(message, unit, loggedTime, told, emit);
        else if (ofJunos.test(unit) || readSyslogHeader(unit)?.host)
          emit.skip("a message of the system itself", { loggedTime, ...readJunosSystem(unit) });
        else emit.reject("the line has no tag of Junos");
      },
    };
  },
});

function readMessage({ tag, values }: JunosMessage, line: string, loggedTime: number | undefined, told: Recent, emit: Emit): void {
  const outcome = readJunosRecord({ tag, values }, line, loggedTime);
  if ("kind" in outcome && isRetold(outcome, tag, told)) outcome.twin = true;
  const personal = values.get("username") ?? values.get("hostname");
  tell(emit, outcome, personal ? [personal] : undefined);
}
