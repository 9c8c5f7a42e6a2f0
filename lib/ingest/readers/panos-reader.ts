import type { Reader, ReadOptions } from "../format";
import { tell } from "./outcome";
import { readPanosFields } from "./panos-fields";
import { panosPersonal } from "./panos-personal";
import { readPanosRecord } from "./panos-record";
import { panosTemplate } from "./panos-template";
import { panosTimes } from "./panos-time";

/** Reads what a firewall of Palo Alto Networks writes, and what their logging service passes on. */
export function openPanos(options: ReadOptions): Reader {
  const times = panosTimes(options);
  const custom = options.fields ? panosTemplate(options.fields) : undefined;
  return {
    read(unit, emit) {
      if (unit.trim() === "") return emit.skip("an empty line");
      // The heading of a table exported on screen; its columns stand in the order of the syslog lines.
      if (/^"?Domain"?,"?Receive Time/i.test(unit)) return emit.skip("the heading of the table");
      const fields = custom?.(unit) ?? readPanosFields(unit);
      if (!fields) return emit.reject("the line has no log type");
      tell(emit, readPanosRecord(fields, times(unit, fields), options.timezone), panosPersonal(fields));
    },
  };
}

const row =
  /(?:^|[ :])[0-9]{1,12},(?:[0-9]{4}[/-][0-9]{2}[/-][0-9]{2}[ T][0-9:.]{5,18}Z?|[0-9]{1,2}\/[0-9]{1,2}\/[0-9]{2,4} [0-9:]{4,8}),[^,]{0,64},(?:TRAFFIC|THREAT|DECRYPTION|START|END|GTP|SCTP|GLOBALPROTECT|USERID|IPTAG|HIP-?MATCH|AUTH|AUTHENTICATION|CORRELATION|CONFIG|SYSTEM),/;

/** Whether a line is of PAN-OS, in any of its notations. */
export function isPanosLine(line: string): boolean {
  const text = line.startsWith("{") ? line.slice(0, 8192).replaceAll('\\"', '"') : line;
  if (text.includes("|Palo Alto Networks|")) return /\|Palo Alto Networks\|(?:LF|PAN-OS|Next Generation Firewall)/.test(text);
  if (text.startsWith("{") && /"LogType" ?: ?"[A-Z]/.test(text) && /"(?:DeviceSN|LogSourceID|ConfigVersion)" ?:/.test(text)) return true;
  return row.test(text) || /^"?Domain"?,"?Receive Time/i.test(text);
}

/** Whether the line says that Prisma Access wrote it: its gateways have no serial number of their own. */
export const isPrismaLine = (line: string): boolean =>
  /(?:,|=|"|\s)no-serial(?:[,"\s|]|$)|GP cloud service|"?(?:PanOS)?IsPrisma(?:Network|User|Access)s?"? ?[:=] ?"?true/i.test(line);
