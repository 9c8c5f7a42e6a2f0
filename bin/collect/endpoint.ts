import { isIP } from "node:net";

export interface Endpoint {
  host: string;
  port: number;
}

/** "127.0.0.1:5514", "[::1]:5514", or a port alone, which is loopback's: nothing listens to the world unasked. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const match = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text.trim());
  if (!match) return undefined;
  const host = match[1] ?? match[2] ?? "127.0.0.1";
  const port = Number(match[3]);
  return isIP(host) > 0 && port < 65_536 ? { host, port } : undefined;
}

export const printEndpoint = ({ host, port }: Endpoint): string => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
