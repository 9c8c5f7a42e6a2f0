import { defineFormat } from "../format";
import { isFortigateLine, isFortiproxyLine } from "../readers/fortinet-lines";
import { fortinetPersonalKeys } from "../readers/fortinet-personal";
import { openFortinet } from "../readers/fortinet-record";

export const fortinetFortigate = defineFormat({
  id: "fortinet-fortigate",
  name: "Fortinet FortiGate",
  reference: "https://docs.fortinet.com/document/fortigate/7.6.0/fortios-log-message-reference",
  guide: "fortinet",
  counts: "IP packets with their headers, of the whole session so far",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: fortinetPersonalKeys,
  options: { timezone: "Zone of date and time in lines without tz." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isFortigateLine) && !lines.some(isFortiproxyLine);
  },
  open: openFortinet,
});
