/**
 * What became of a batch, in units (lines, JSON elements, rows). It balances, always:
 * lines = used + duplicates + skipped + rejected. `connections` counts the records that the used units became.
 */
export interface Account {
  import: number;
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
}

/** Counts by reason, for the receipt. */
export class Tally {
  lines = 0;
  used = 0;
  connections = 0;
  duplicates = 0;
  skipped = 0;
  rejected = 0;
  readonly skipReasons = new Map<string, number>();
  readonly rejectReasons = new Map<string, number>();

  skip(reason: string): void {
    this.lines++;
    this.skipped++;
    count(this.skipReasons, reason);
  }

  reject(reason: string): void {
    this.lines++;
    this.rejected++;
    count(this.rejectReasons, reason);
  }

  use(connections: number): void {
    this.lines++;
    this.used++;
    this.connections += connections;
  }

  /** All of it was delivered before. */
  repeat(): void {
    this.duplicates = this.lines;
    this.used = this.connections = this.skipped = this.rejected = 0;
    this.skipReasons.clear();
    this.rejectReasons.clear();
  }

  account(id: number): Account {
    const { lines, used, connections, duplicates, skipped, rejected } = this;
    return { import: id, lines, used, connections, duplicates, skipped, rejected };
  }
}

function count(reasons: Map<string, number>, reason: string): void {
  // Reasons are ours and few; the cap guards against a format that puts a value into one.
  const key = reasons.size >= 50 && !reasons.has(reason) ? "other" : reason;
  reasons.set(key, (reasons.get(key) ?? 0) + 1);
}
