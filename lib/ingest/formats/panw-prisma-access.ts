import { defineFormat } from "../format";
import { panosPersonalKeys } from "../readers/panos-personal";
import { isPanosLine, isPrismaLine, openPanos } from "../readers/panos-reader";

export const panwPrismaAccess = defineFormat({
  id: "panw-prisma-access",
  name: "Palo Alto Networks Prisma Access",
  reference: "https://docs.paloaltonetworks.com/strata-logging-service/log-reference/network-logs",
  guide: "palo-alto-networks",
  counts: "whole packets with their headers, of the session",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: panosPersonalKeys,
  options: { timezone: "Zone of stamps without one; the logging service writes UTC." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every(isPanosLine) && lines.some(isPrismaLine);
  },
  open: openPanos,
});
