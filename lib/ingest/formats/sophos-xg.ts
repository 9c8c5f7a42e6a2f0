import { defineFormat } from "../format";
import { readPairs } from "../readers/key-value";
import { tell } from "../readers/outcome";
import { readSophosRecord, type SophosFields } from "../readers/sophos-record";
import { readIsoTime, readOffset, zoneReader } from "../readers/time";
import { zoneOffset } from "../readers/zone-name";

export const sophosXg = defineFormat({
  id: "sophos-xg",
  name: "Sophos Firewall (XG, XGS)",
  reference: "https://docs.sophos.com/nsg/sophos-firewall/21.0/Help/en-us/webhelp/onlinehelp/AdministratorHelp/Logs/index.html",
  guide: "sophos",
  counts: "IP packets with their headers",
  kinds: ["connection", "request", "handshake"],
  engine: true,
  personal:
    "user user_name user_gp user_group login_user process_user src_mac dst_mac from_email_address to_email_address sender recipient email_subject subject client_host_name client_physical_address cookie set-cookie name ep_uuid".split(
      " ",
    ),
  options: { timezone: "Zone of date and time, where the line names none or one that several zones share (IST, BST)." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return (
      lines.length > 0 && lines.every((line) => /\bdevice(?:_name)?="SFW"/.test(line) || /\blog_id="?[0-9]{12}"? log_type="/.test(line))
    );
  },
  open(options) {
    const zone = zoneReader(options.timezone);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const pairs = readPairs(unit);
        const of: SophosFields = (...names) => {
          for (const name of names) {
            const value = pairs.get(name)?.trim();
            if (value !== undefined && value !== "" && value !== "-" && value !== "N/A") return value;
          }
          return undefined;
        };
        if (of("log_type") === undefined && of("srcip", "src_ip") === undefined) return emit.reject("there is no log_type");
        const loggedTime = timeOf(of, zone, options.timezone) ?? options.receivedAt;
        const names = ["user_name", "user", "login_user", "from_email_address", "to_email_address", "src_mac"] as const;
        tell(
          emit,
          readSophosRecord(of, loggedTime),
          names.flatMap((name) => of(name) ?? []),
        );
      },
    };
  },
});

/** A stamp with an offset, or a local time whose zone the line abbreviates. A zone that somebody set goes before it. */
function timeOf(of: SophosFields, zone: (wallMs: number) => number, timezone: string | undefined): number | undefined {
  // A bare count of seconds under this name is of the session that an event speaks of.
  const stamp = readIsoTime(of("timestamp") ?? "", zone);
  if (stamp !== undefined) return stamp;
  const [date, time] = [of("date"), of("time")];
  const wall = date && time ? readIsoTime(`${date}T${time}`) : undefined;
  if (wall === undefined) return undefined;
  const offset = timezone === undefined ? readOffset(zoneOffset(of("timezone") ?? "") ?? of("timezone") ?? "") : undefined;
  return offset === undefined ? zone(wall) : wall - offset;
}
