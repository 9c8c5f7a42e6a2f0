import { defineFormat } from "../format";
import { isFortigateLine, isFortiproxyLine } from "../readers/fortinet-lines";
import { fortinetPersonalKeys } from "../readers/fortinet-personal";
import { openFortinet } from "../readers/fortinet-record";

export const fortinetFortiproxy = defineFormat({
  id: "fortinet-fortiproxy",
  name: "Fortinet FortiProxy",
  reference: "https://docs.fortinet.com/document/fortiproxy/7.6.0/log-reference",
  guide: "fortinet",
  counts: "IP packets with their headers, of the session; of an HTTP transaction its own bytes",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: fortinetPersonalKeys,
  options: { timezone: "Zone of date and time in lines without tz." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isFortigateLine) && lines.some(isFortiproxyLine);
  },
  open: openFortinet,
});
