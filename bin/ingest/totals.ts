import type { ImportAnswer } from "../../lib/ingest/import-log";

/** The accounts of all batches together. */
export class Totals {
  batches = 0;
  readonly account = { lines: 0, used: 0, connections: 0, duplicates: 0, skipped: 0, rejected: 0 };

  add(answer: ImportAnswer): void {
    const { account } = this;
    this.batches++;
    account.lines += answer.lines;
    if (answer.repeated) {
      account.duplicates += answer.lines;
      return;
    }
    account.used += answer.used;
    account.connections += answer.connections;
    account.duplicates += answer.duplicates;
    account.skipped += answer.skipped;
    account.rejected += answer.rejected;
  }

  /** For a person. */
  describe(target: string): string {
    if (this.batches === 0) return "Nothing new.\n";
    const { lines, used, duplicates, skipped, rejected, connections } = this.account;
    return `${lines} lines = ${used} used + ${duplicates} duplicates + ${skipped} skipped + ${rejected} rejected; ${connections} connections, to ${target}.\n${
      rejected > 0 ? "Rejected lines, each with its reason and place, are on the source's page.\n" : ""
    }`;
  }
}
