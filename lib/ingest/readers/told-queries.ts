import type { Connection } from "../../model/connection";
import { Recent } from "./recent";

/**
 * Marks as twin the response that adds only a code to a query already told: servers write both where both are switched
 * on. One with records stays, since only it explains addresses.
 */
export class ToldQueries {
  readonly #asked = new Recent(1 << 15);

  mark(c: Connection): void {
    if (c.kind !== "query" || c.action !== undefined) return;
    const key = `${c.srcIp} ${c.srcPort} ${c.dns?.question} ${c.dns?.type}`;
    if (c.dns?.responseCode === undefined) this.#asked.add(key);
    else if (c.dns.answers === undefined && this.#asked.has(key)) c.twin = true;
  }
}
