import type { Call } from "../call";

/** A line and when its logger wrote it. */
export interface Line {
  at: number;
  text: string;
}

/** A call with the address it went to. */
export interface Seen {
  call: Call;
  address: string;
  /** Port of the caller. */
  port: number;
}

export const portOf = (random: number): number => 32_768 + (random % 28_000);
export const epochSeconds = (ms: number, digits: number): string => (ms / 1000).toFixed(digits);
