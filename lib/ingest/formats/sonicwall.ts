import { defineFormat } from "../format";
import { readCef } from "../readers/cef";
import { readPairs } from "../readers/key-value";
import { tell } from "../readers/outcome";
import { readSonicwallRecord } from "../readers/sonicwall-record";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { readIsoTime, zoneReader } from "../readers/time";

export const sonicwall = defineFormat({
  id: "sonicwall",
  name: "SonicWall",
  reference: "https://www.sonicwall.com/techdocs/pdf/sonicos-7-1-log-events-reference-guide.pdf",
  guide: "sonicwall",
  counts: "IP packets with their headers",
  kinds: ["connection", "request"],
  engine: true,
  personal: "usr user srcmac dstmac smac dmac suser duser sender recipient from to".split(" "),
  options: { timezone: "Zone of time, where the line does not say UTC." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isSonicwall);
  },
  open(options) {
    const zone = zoneReader(options.timezone);
    const stamp = syslogTime(options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const fields = readFields(unit);
        if (!fields) return emit.reject("the line has no message number");
        const written = fields.get("time");
        const time = written === undefined ? undefined : readIsoTime(written, zone);
        const loggedTime = time ?? stamp(readSyslogHeader(unit)?.stamp) ?? options.receivedAt;
        tell(
          emit,
          readSonicwallRecord(fields, loggedTime),
          ["usr", "user"].flatMap((name) => fields.get(name) ?? []),
        );
      },
    };
  },
});

const isSonicwall = (line: string): boolean =>
  (/\bsn=[0-9A-Za-z]{4,16}\b/.test(line) && /\bm=[0-9]{1,5}\b/.test(line) && /\b(?:fw|pri|c)=/.test(line)) ||
  /(?:CEF:|^)0\|SonicWall\|/.test(line);

/** SonicOS's own names; in its CEF the label of a number holds the number. */
function readFields(line: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  const put = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== "" && value !== "not_an_IP" && value !== "N/A") fields.set(key, value);
  };
  const cef = line.includes("|SonicWall|") ? readCef(line) : undefined;
  if (cef) {
    for (const [key, value] of cef.extension) put(names[key] ?? key, value.replace(/^"([^"]*)".*$/s, "$1"));
    put("m", cef.id);
    if (!fields.has("msg")) put("msg", cef.name);
    for (const end of ["src", "dst"]) {
      const port = cef.extension.get(end === "src" ? "spt" : "dpt");
      const address = fields.get(end);
      if (port && address && !address.includes(":")) put(end, `${address}:${port}`);
    }
  } else for (const [key, value] of readPairs(line)) put(key, value);
  return fields.has("m") ? fields : undefined;
}

const names: Record<string, string> = {
  cat: "c",
  cn1Label: "spkt",
  cn2Label: "rpkt",
  cn3Label: "cdur",
  cs1: "rule",
  suser: "usr",
  cs3Label: "srcZone",
  cs4Label: "dstZone",
  dhost: "dstname",
  request: "arg",
};
