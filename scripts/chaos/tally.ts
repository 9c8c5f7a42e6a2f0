/** What the senders were told, and by what. */
export class SenderTally {
  /** Receipts by import. */
  readonly acknowledged = new Map<number, { source: string; lines: number; used: number; rejected: number }>();
  readonly statuses = new Map<number | string, number>();
  /** Answers that said the batch had been stored before: the kill fell between the commit and the answer. */
  repeated = 0;
  /** Answers that said the thread which read the body had ended. */
  threadDeaths = 0;
  /** Answers upon which a shipper throws a batch away. */
  readonly refusals: string[] = [];

  acknowledge(source: string, receipt: { import: number; lines: number; used: number; rejected: number }): void {
    const { import: id, lines, used, rejected } = receipt;
    this.acknowledged.set(id, { source, lines, used, rejected });
  }

  count(status: number | string): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  /** What was answered, and how often. */
  get answers(): string {
    const words = (status: number | string): string => (status === 0 ? "broken off" : String(status));
    return [...this.statuses].map(([status, n]) => `${n} × ${words(status)}`).join(", ");
  }

  get lines(): number {
    let lines = 0;
    for (const a of this.acknowledged.values()) lines += a.lines;
    return lines;
  }
}
