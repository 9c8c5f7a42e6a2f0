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
    // More than the limit, since attempts that turn out well are taken back.
    attempts.set(key, [...recent, now].slice(-2 * limit));
  }
  // Oldest first: a flood of made-up accounts pushes out what is least recent, and memory stays bounded.
  for (const key of attempts.keys()) {
    if (attempts.size <= 50_000) break;
    attempts.delete(key);
  }
}

/**
 * Takes the attempt back that was noted at `at`, and clears the pair. What failed before at the address still counts: one
 * known account must not reopen the door for guesses at others.
 */
export function noteSuccess(account: string, address: string, at: number): void {
  const attempts = held.waybillAttempts;
  for (const [key] of keysOf(account, address)) {
    const rest = attempts?.get(key) ?? [];
    const own = rest.indexOf(at);
    if (own >= 0) attempts?.set(key, rest.toSpliced(own, 1));
  }
  attempts?.delete(`p:${account}\n${address}`);
}
