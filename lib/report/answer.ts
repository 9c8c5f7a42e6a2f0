import type { Outcome } from "../model/verdict";

export type Unit =
  | "count"
  | "bytes"
  | "ratio"
  | "durationMs"
  | "time"
  | "text"
  | "host"
  | "address"
  | "country"
  | "outcome"
  | "severity"
  | "date";

/** One number, with what it is compared to and what it rests on. */
export interface Figure {
  form: "figure";
  value: number | null;
  unit: Unit;
  previous?: number | null;
  note?: string;
  link?: string;
}

export interface Series {
  form: "series";
  /** Bucket starts, milliseconds since the epoch, ascending. */
  buckets: number[];
  bucketMs: number;
  unit: Unit;
  series: { id: string; label: string; outcome?: Outcome; values: (number | null)[]; previous?: (number | null)[] }[];
  /** Dated events drawn as vertical lines (a policy publish, a deploy). */
  marks?: { at: number; label: string; link?: string }[];
  /** Half-open spans without data (hatched). */
  gaps?: { from: number; to: number; reason: string }[];
  link?: (from: number, to: number) => string;
}

export interface Ranking {
  form: "ranking";
  unit: Unit;
  rows: {
    label: string;
    unit?: Unit;
    value: number;
    parts?: { label: string; outcome?: Outcome; value: number }[];
    note?: string;
    link?: string;
  }[];
  /** What the rows leave out: their number and sum. */
  other?: { count: number; value: number };
}

export interface Matrix {
  form: "matrix";
  unit: Unit;
  rowLabel: string;
  columnLabel: string;
  rows: string[];
  columns: string[];
  cells: (number | null)[][];
  links?: (string | null)[][];
}

export interface WorldMap {
  form: "map";
  unit: Unit;
  /** ISO 3166-1 alpha-2, "ZZ" where it is not known; null where no log tells how much. */
  countries: { country: string; value: number | null; outcome?: Outcome; link?: string }[];
  /** What the outcomes' colours mean here, where the usual words do not fit. */
  legend?: Partial<Record<Outcome, string>>;
}

export interface Timeline {
  form: "timeline";
  entries: { at: number; until?: number; title: string; detail?: string; outcome?: Outcome; link?: string }[];
}

export interface Column {
  id: string;
  label: string;
  unit: Unit;
  /** Hidden on narrow screens. */
  minor?: boolean;
}

export interface Table {
  form: "table";
  columns: Column[];
  rows: { id: string; cells: Record<string, string | number | null>; link?: string; sample?: boolean }[];
  /** Exact number of rows the question has, where more exist than are given; and where the others are. */
  total?: number;
  rest?: string;
}

export type Answer = Figure | Series | Ranking | Matrix | WorldMap | Timeline | Table;

/** What an answer rests on; small print under every panel. */
export interface Coverage {
  /** e.g. "requests for 9 workloads, connections for 3" */
  basis: string;
  /** Last record that the answer knows, milliseconds since the epoch. */
  freshUntil?: number;
  notes?: string[];
  sample?: boolean;
}

export interface Answered<A extends Answer = Answer> {
  answer: A;
  coverage: Coverage;
  /** Set when there is nothing to show: why, and the one action that helps. */
  empty?: { why: string; action?: { label: string; href: string } };
}
