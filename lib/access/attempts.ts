const windowMs = 15 * 60_000;
/** Failures within a quarter of an hour after which nothing more is tried. */
const limits = { pair: 5, account: 30, address: 50 } as const;

// One per process; a failed sign-in is not worth a write to the database, which would let strangers fill it.
const held = globalThis as typeof globalThis & { waybillAttempts?: Map<string, number[]> };

function keysOf(account: string, address: string): [string, number][] {
  return [
    [`p:${account}\n${address}`, limits.pair],
    [`a:${account}`, limits.account],
    [`i:${address}`, limits.address],
  ];
}

/** Seconds to wait before this account may be tried from this address again; 0 when it may. */
export function waitSeconds(account: string, address: string, now = Date.now()): number {
  let wait = 0;
  for (const [key, limit] of keysOf(account, address)) {
    const recent = (held.waybillAttempts?.get(key) ?? []).filter((at) => now - at < windowMs);
    if (recent.length >= limit) wait = Math.max(wait, Math.ceil((recent.at(-limit)! + windowMs - now) / 1000));
  }
  return wait;
}

export function noteFailure(account: string, address: string, now = Date.now()): void {
  held.waybillAttempts ??= new Map();
  const attempts = held.waybillAttempts;
  for (const [key, limit] of keysOf(account, address)) {
    const recent = (attempts.get(key) ?? []).filter((at) => now - at < windowMs);
    attempts.delete(key);
    attempts.set(key, [...recent, now].slice(-limit));
  }
  // Oldest first: a flood of made-up accounts pushes out what is least recent, and memory stays bounded.
  for (const key of attempts.keys()) {
    if (attempts.size <= 50_000) break;
    attempts.delete(key);
  }
}

/** A success clears the pair, not the address: one known account must not reopen the door for guesses at others. */
export function noteSuccess(account: string, address: string): void {
  held.waybillAttempts?.delete(`p:${account}\n${address}`);
}
