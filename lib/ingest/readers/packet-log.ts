import type { Connection } from "../../model/connection";
import type { ReadOptions } from "../format";
import { Recent } from "./recent";
import { syslogTime } from "./syslog";

/** A log of packets: of a flow the first one counts, whichever way it goes, and the others are kept. One for each file. */
export class PacketLog {
  readonly #time: (stamp: string | undefined) => number | undefined;
  readonly #receivedAt: number | undefined;
  readonly #flows = new Recent(1 << 16);

  constructor(options: ReadOptions) {
    this.#time = syslogTime(options);
    this.#receivedAt = options.receivedAt;
  }

  /** @param other a time for lines without a stamp; else that of receipt holds. */
  time(stamp: string | undefined, other?: number): number | undefined {
    return this.#time(stamp) ?? other ?? this.#receivedAt;
  }

  /** @param flow the same text for packets of one flow. */
  told(c: Connection, flow: string, time: number | undefined): Connection {
    c.loggedTime = time;
    c.startTime = time;
    if (!this.#flows.add(flow)) c.twin = true;
    return c;
  }
}
