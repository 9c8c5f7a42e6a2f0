import type { Endpoint } from "./endpoint";
import type { Intake } from "./intake";

/** Whose messages come from an address; undefined for a sender that nobody expects. */
export type Route = (address: string | undefined) => Intake | undefined;

export interface Listener {
  /** For the log: "udp 127.0.0.1:5514". */
  name: string;
  /** As bound: port 0 is then the port that was free. */
  endpoint: Endpoint;
  /** Figures since the start, by their names. */
  figures(): Record<string, number>;
  /** Reads its certificate again, where it has one. @throws what is wrong with it. */
  reload?(): void;
  /** Takes in what has come, and then no more. */
  stop(): Promise<void>;
}
