import { defineFormat } from "../format";
import { type CheckpointFields, checkpointColumns, readCheckpointFields } from "../readers/checkpoint-fields";
import { readCheckpointMail, readCheckpointRecord } from "../readers/checkpoint-record";
import { readObject } from "../readers/json";
import { tell } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { monthOf, zoneReader } from "../readers/time";

const personal =
  "user src_user_name src_user_dn src_user_group dst_user_name dst_user_dn src_machine_name dst_machine_name suser duser shost usrname administrator from to cc email_subject email_recipients sender_email mac_address src_mac client_name endpoint_ip".split(
    " ",
  );

export const checkpointFirewall = defineFormat({
  id: "checkpoint-firewall",
  name: "Check Point Security Gateway",
  reference: "https://support.checkpoint.com/results/sk/sk144192",
  guide: "check-point",
  counts: "IP packets with their headers, as the client's side of the gateway saw them",
  kinds: ["connection", "request"],
  engine: true,
  personal,
  options: { timezone: "Zone of exported tables and of fw log; the Log Exporter writes UTC." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isCheckpoint);
  },
  open(options) {
    const zone = zoneReader(options.timezone);
    const stamp = syslogTime(options);
    const told = new Recent(65_536);
    let columns: readonly string[] | undefined;
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const heading = checkpointColumns(unit);
        if (heading) {
          columns = heading;
          return emit.skip("the heading of the table");
        }
        const mail = unit.includes("security_event") ? readCheckpointMail(readObject(unit) ?? {}) : undefined;
        if (mail) return tell(emit, mail);
        const fields = readCheckpointFields(unit, columns);
        if (!fields || fields.size < 3) return emit.reject("the line holds no fields");
        const time = (text: string | undefined): number | undefined => epoch(text) ?? stamp(text);
        const logged = time(fields.get("time")) ?? dayTime(fields, zone) ?? stamp(readSyslogHeader(unit)?.stamp) ?? options.receivedAt;
        const outcome = readCheckpointRecord(fields, logged, time);
        const id = fields.get("loguid");
        // An entry is sent again as its session goes on; the first has told it.
        if ("kind" in outcome && id !== undefined && !/^\{?0x0,0x0/.test(id) && !told.add(id)) outcome.twin = true;
        tell(emit, outcome, personalOf(fields));
      },
    };
  },
});

function isCheckpoint(line: string): boolean {
  const text = line.startsWith("{") ? line.slice(0, 8192).replaceAll('\\"', '"') : line;
  if (text.includes("|Check Point|")) return /(?:CEF: ?0|LEEF:[12]\.0|^0)\|/.test(text);
  if (/^"[0-9]{0,12}" "[0-9]{1,2}[A-Z][a-z]{2}[0-9]{4}" "/.test(text) || checkpointColumns(text) !== undefined) return true;
  if (/\b(?:ifdir|originsicname|origin_sic_name):"/.test(text) || /\[(?:action|flags|ifdir|product):"[^"]{0,80}"; /.test(text)) return true;
  if (/\b(?:loguid=\{?0x|i\/f_dir=|has_accounting=)/.test(text)) return true;
  return (
    (/"loguid" ?: ?"\{?0x/.test(text) && /"(?:ifdir|product|originsicname)" ?:/.test(text)) || /\bLogId: [^;]{0,40}; .*?; src: /.test(text)
  );
}

/** Seconds or milliseconds, told by their length. */
function epoch(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9][0-9]{8,12}$/.test(text)) return undefined;
  return text.length > 11 ? Number(text) : Number(text) * 1000;
}

/** "10Dec2019" and "23:44:49". */
function dayTime(fields: CheckpointFields, zone: (wallMs: number) => number): number | undefined {
  const date = /^([0-9]{1,2})([A-Z][a-z]{2})([0-9]{4})$/.exec(fields.get("date") ?? "");
  const clock = /^([0-9]{1,2}):([0-9]{2}):([0-9]{2})$/.exec(fields.get("clock") ?? "");
  const month = date && monthOf(date[2]!);
  if (!date || !clock || month === undefined || month === null) return undefined;
  return zone(Date.UTC(Number(date[3]), month, Number(date[1]), Number(clock[1]), Number(clock[2]), Number(clock[3])));
}

function personalOf(fields: CheckpointFields): string[] | undefined {
  const values = ["user", "src_user_name", "dst_user_name", "src_machine_name", "administrator", "src_user_dn"].flatMap(
    (key) => fields.get(key) ?? [],
  );
  return values.length > 0 ? values : undefined;
}
