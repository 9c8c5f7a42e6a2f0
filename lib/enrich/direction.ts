import { parseIpv4 } from "../model/address";
import type { Connection, Direction } from "../model/connection";
import { Internal } from "../model/internal";

/** Direction by the installation's internal ranges; the logger's own idea serves where addresses do not tell. */
export class Compass {
  readonly #internal: Internal;

  constructor(internal: readonly string[] = []) {
    this.#internal = new Internal(internal.length > 0 ? internal : undefined);
  }

  isInternal(ip: string): boolean {
    const v4 = parseIpv4(ip);
    return v4 >= 0 ? this.#internal.hasIpv4(v4) : this.#internal.has(ip);
  }

  direction(c: Pick<Connection, "srcIp" | "dstIp" | "dstHost" | "vendorDirection">): Direction {
    const src = c.srcIp === undefined ? undefined : this.isInternal(c.srcIp);
    const dst = c.dstIp === undefined ? undefined : this.isInternal(c.dstIp);
    if (dst === undefined) {
      // A proxy names the host it was asked for and may never have resolved it: the client is ours, the host is outside.
      if (c.vendorDirection && c.vendorDirection !== "unknown") return c.vendorDirection;
      return c.dstHost === undefined ? "unknown" : src === false ? "external" : "outbound";
    }
    if (src === undefined) return dst ? (c.vendorDirection ?? "unknown") : "outbound";
    if (src) return dst ? "internal" : "outbound";
    if (dst) return "inbound";
    return c.vendorDirection === "outbound" || c.vendorDirection === "inbound" ? c.vendorDirection : "external";
  }
}
