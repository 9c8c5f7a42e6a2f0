import type { Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";

/** What the names that Istio gives to a cluster and to a server say. */
export interface IstioTarget {
  host?: string;
  port?: number;
  direction?: Direction;
}

/** "outbound|443|subset|host", "inbound|9080||", or one of the clusters for what no ServiceEntry lists. */
export function readIstioCluster(text: string | undefined): IstioTarget {
  if (text === undefined) return {};
  if (unlisted.has(text)) return { direction: "outbound" };
  const match = /^(out|in)bound\|([0-9]{1,5})\|[^|]{0,200}\|(.{0,260})$/.exec(text);
  if (!match) return text.startsWith("InboundPassthrough") ? { direction: "inbound" } : {};
  const direction = match[1] === "out" ? "outbound" : "inbound";
  return { host: canonicalHost(match[3]!), port: portOf(match[2]!), direction };
}

/** Where the sidecar sends what the mesh does not know, by its outboundTrafficPolicy. */
export const unlisted: ReadonlySet<string> = new Set(["PassthroughCluster", "BlackHoleCluster"]);

/** "outbound_.9080_.subset_.host": the server name by which one sidecar calls another. */
export function readIstioServerName(text: string | undefined): IstioTarget | undefined {
  const match = /^outbound_\.([0-9]{1,5})_\.[^.]{0,63}_\.(.{1,260})$/.exec(text ?? "");
  return match ? { host: canonicalHost(match[2]!), port: portOf(match[1]!) } : undefined;
}

const portOf = (digits: string): number | undefined => (Number(digits) > 0 && Number(digits) <= 65_535 ? Number(digits) : undefined);
