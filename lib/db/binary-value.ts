const TWO_32 = 4_294_967_296;
/** 2000-01-01, where PostgreSQL counts from. */
const EPOCH_MS = 946_684_800_000;

/** Writes a safe integer as an int8 of PostgreSQL's binary format. A BigInt for each would cost several times as much. */
export function setInt8(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / TWO_32);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * TWO_32);
}

/** What a timestamptz holds: microseconds since 2000, of milliseconds since the epoch. */
export const timestampOf = (ms: number): number => (ms - EPOCH_MS) * 1000;

/** What a date holds: days since 2000, of milliseconds since the epoch. */
export const dateOf = (ms: number): number => Math.floor((ms - EPOCH_MS) / 86_400_000);
