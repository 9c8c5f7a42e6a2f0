import type { Mix } from "./lines";

/** What the figures are held to; docs/benchmarks.md says how each is measured. */
export const limits = {
  /** The whole pipeline's part of what COPY alone does with the same rows, at least. */
  partOfCopy: { "aws-vpcflow": 0.6, squid: 0.6, "zeek-conn": 0.4, "fortinet-fortigate": 0.4 } satisfies Record<Mix, number>,
  /** Bytes on disk a record, at most: all tables with their indexes but the masked lines, and these. */
  storedBytes: 300,
  lineBytes: 60,
  /** Decisions a second with 10,000 rules, at least. */
  decisions: 200_000,
  /** Milliseconds of p95, at most: of one question, and of one page while logs come in. */
  questionMs: 250,
  pageMs: 300,
  /** Milliseconds to let go of a day of a million records, at most, and rows left to vacuum. */
  retentionMs: 1_000,
  retentionRows: 0,
};
