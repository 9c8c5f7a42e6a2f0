import { type CidrTable, cidrSet, privateRanges } from "../model/address";
import type { Connection, Direction } from "../model/connection";
import { detached } from "../model/detached";

/** Direction by the installation's internal ranges; the logger's own idea serves where addresses do not tell. */
export class Compass {
  readonly #internal: CidrTable<true>;
  readonly #known = new Map<string, boolean>();

  constructor(internal: readonly string[] = privateRanges) {
    this.#internal = cidrSet(internal.length > 0 ? internal : privateRanges);
  }

  isInternal(ip: string): boolean {
    let inside = this.#known.get(ip);
    if (inside === undefined) {
      inside = this.#internal.has(ip);
      if (this.#known.size > 100_000) this.#known.clear();
      this.#known.set(detached(ip), inside);
    }
    return inside;
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
