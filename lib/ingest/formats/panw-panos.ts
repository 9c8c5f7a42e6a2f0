import { defineFormat } from "../format";
import { panosPersonalKeys } from "../readers/panos-personal";
import { isPanosLine, isPrismaLine, openPanos } from "../readers/panos-reader";

export const panwPanos = defineFormat({
  id: "panw-panos",
  name: "Palo Alto Networks PAN-OS",
  reference: "https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-admin/monitoring/use-syslog-for-monitoring/syslog-field-descriptions",
  guide: "palo-alto-networks",
  counts: "whole packets with their headers, of the session",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: panosPersonalKeys,
  options: {
    timezone: "Zone of the firewall's clock; it is then believed before the high-resolution stamp.",
    fields: "The custom log format of the syslog server profile, with its $variables, where one is set.",
  },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isPanosLine) && !lines.some(isPrismaLine);
  },
  open: openPanos,
});
