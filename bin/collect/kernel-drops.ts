import fs from "node:fs";
import type { Endpoint } from "./endpoint";

/** Datagrams that the system threw away because its buffer for the socket was full; Linux alone tells (proc(5), net/udp). */
export function kernelDrops({ host, port }: Endpoint): { kernelDropped?: number } {
  let table: string;
  try {
    table = fs.readFileSync(host.includes(":") ? "/proc/net/udp6" : "/proc/net/udp", "latin1");
  } catch {
    return {};
  }
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  let kernelDropped = 0;
  for (const row of table.split("\n").slice(1)) {
    const columns = row.trim().split(/\s+/);
    if (columns[1]?.endsWith(local)) kernelDropped += Number(columns.at(-1)) || 0;
  }
  return { kernelDropped };
}
