import type { Connection, ObservationKind } from "../model/connection";

/** A format is a value: what it is, how to know it, how to read it. */
export interface Format {
  /** Equal to the file name; never reused. */
  id: string;
  name: string;
  /** The vendor's own description of the fields. */
  reference: string;
  /** The page of docs/how-to/export that tells how to send it, without its ending; several formats may share one. */
  guide?: string;
  /** Which layer the byte counts are of, in words. */
  counts: string;
  /** What it says of every source of it: that it logs a sample, in words, where its records do not say how much. */
  sampled?: string;
  /** The kinds of observation it yields; none where its lines tell of no activity. */
  kinds: readonly ObservationKind[];
  /** Whether the writer of the log enforces something, so that its lines carry an `action`. */
  engine: boolean;
  /** Personal or secret keys of this format beyond user, client host and URL query, hidden wherever they stand in a raw line (key=value, JSON or column names, lower case). */
  personal?: readonly string[];
  /** Options the format reads, with their meaning, shown where a source is set up. */
  options?: Partial<Record<"fields" | "timezone" | "internal", string>>;
  /** A format that many products write: asked only where no format of a product knows the lines. */
  generic?: true;
  /** A format that reads nothing until its options say how: a source names it, no line tells it. */
  isConfigured?: true;
  /** What is wrong with the options, naming the place; undefined where nothing is. Asked before a source keeps them. */
  wrongIn?(options: ReadOptions): string | undefined;
  /** Whether these first lines are of this format and no other. Pure, cheap, never throws. */
  detect(head: readonly string[]): boolean;
  /** State (a header, open sessions) is per file, never per process. */
  open(options: ReadOptions): Reader;
}

export interface Reader {
  /** Reads one unit: a line (or one element of a JSON document), without its line break. Exactly one account entry follows from it. */
  read(unit: string, emit: Emit): void;
  /**
   * Reads the line that begins here from its bytes, which hold further lines: no text is made of what nobody asks for.
   *
   * @returns where the line ends (its line break, or the end of the bytes); -1 where it is for `read`, and nothing was emitted.
   */
  readBytes?(bytes: Buffer, from: number, emit: Emit): number;
  /** Whether the line that `readBytes` read last holds nothing that masking could touch, beyond the fields of its record. */
  readonly isPlain?: boolean;
  /** At the end of the file, for formats that join lines. */
  end?(emit: Emit): void;
}

/** What becomes of a unit. One or more `found`, or one of the others. Reasons name the field, never its value. */
export interface Emit {
  /** @param personal further raw values of this line that must be hidden in the stored line. */
  found(connection: Connection, personal?: readonly string[]): void;
  /**
   * Understood, and not a connection (a header, NODATA, a statistic). `fields`: what it could still read; `window`: what the
   * line says of a span of time, which `fields` name.
   */
  skip(reason: string, fields?: Partial<Connection>, window?: Window): void;
  /** Could not be read; goes to quarantine. */
  reject(reason: string): void;
}

/** A span without traffic, or one of which records were lost: no traffic is not no data. */
export type Window = "quiet" | "lost";

export interface ReadOptions {
  /** UTC offset ("+02:00") or IANA zone for times written without one; UTC when absent. */
  timezone?: string;
  /** Column order, header line or logformat, where the format lets a customer choose. */
  fields?: string;
  /** When the record was received: for logs that write no year or no time. Milliseconds since the epoch. */
  receivedAt?: number;
  /** CIDRs that are ours; the private and shared ranges when absent. */
  internal?: readonly string[];
}

/** Names a format and keeps its type. */
export const defineFormat = (format: Format): Format => format;
