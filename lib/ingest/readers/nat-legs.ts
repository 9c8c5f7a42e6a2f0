import type { Connection } from "../../model/connection";
import { detached } from "../../model/detached";

/** Addresses, and connections told ahead, that are remembered of a file. */
const MOST = 100_000;

/**
 * One connection through a gateway is logged up to three times: at the client's interface, where the gateway takes it
 * in, and where it sends it on under its own address. One of them counts: the client's own, else the one taken in.
 */
export class NatLegs {
  readonly #gateways = new Set<string>();
  readonly #clients = new Set<string>();
  /** Counted at a gateway, by 5-tuple: how often the client's own interface may still tell the same. */
  readonly #ahead = new Map<string, number>();

  /** Remembers an address as a gateway's own. */
  addGateway(address: string): void {
    remember(this.#gateways, address);
  }

  /**
   * Whether the connection is told elsewhere. To be asked once for each request, in the order of the file.
   *
   * @param isTransit the interface is neither end's: it takes in, or passes on, what others send.
   */
  isTold(c: Connection, isTransit: boolean): boolean {
    const client = c.srcIp!;
    if (c.srcNatIp === undefined && this.#gateways.size > 0 && this.#gateways.has(client)) return true;
    if (isTransit || (c.srcNatIp !== undefined && this.#gateways.has(c.srcNatIp))) {
      if (this.#clients.has(client)) return true;
      if (this.#ahead.size > MOST) this.#ahead.clear();
      const key = keyOf(c);
      this.#ahead.set(key, (this.#ahead.get(key) ?? 0) + 1);
      return false;
    }
    remember(this.#clients, client);
    if (this.#ahead.size === 0) return false;
    const key = keyOf(c);
    const times = this.#ahead.get(key);
    if (times === undefined) return false;
    if (times > 1) this.#ahead.set(key, times - 1);
    else this.#ahead.delete(key);
    return true;
  }
}

const keyOf = (c: Connection): string => `${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort} ${c.protocolNumber}`;

function remember(set: Set<string>, address: string): void {
  if (set.has(address)) return;
  if (set.size > MOST) set.clear();
  set.add(detached(address));
}
