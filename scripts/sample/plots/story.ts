import type { Role } from "../../../lib/model/role";
import type { Call } from "../call";
import type { Anchor } from "../time";

/** Something that happened in the estate: what it adds, what it stands in for. */
export interface Plot {
  id: string;
  /** The calls it adds on the UTC day that begins at `dayStart`. */
  calls?(anchor: Anchor, dayStart: number): Call[];
  /** Whether it takes the place of this ordinary call. */
  replaces?(anchor: Anchor, call: Call): boolean;
  /** What it makes of an ordinary call. */
  changes?(anchor: Anchor, call: Call): Partial<Call> | undefined;
}

/** What is known of it for certain, for tests and for the tutorial. */
export interface Story {
  id: string;
  title: string;
  audience: Role;
  service?: string;
  environment?: string;
  team?: string;
  client?: string;
  host?: string;
  address?: string;
  source?: string;
  rule?: string;
  job?: string;
  /** Half-open. */
  from: Date;
  until: Date;
  /** The filter that lists it in the explorer, over `from` to `until`. */
  query?: string;
  /** Exact for the estate up to `now`. */
  facts: Record<string, number | string>;
}
