import { readPattern } from "./pattern";

/** Finds the entry of the recipient register that speaks of a host; of several the most specific one. */
export class Recipients<E extends { host: string }> {
  readonly #exact = new Map<string, E>();
  readonly #one = new Map<string, E>();
  readonly #many = new Map<string, E>();

  constructor(entries: readonly E[]) {
    for (const entry of entries) {
      const { form, name } = readPattern(entry.host);
      (form === "exact" ? this.#exact : form === "one" ? this.#one : this.#many).set(name, entry);
    }
  }

  find(host: string | null | undefined): E | undefined {
    if (!host) return undefined;
    const exact = this.#exact.get(host);
    if (exact) return exact;
    let rest = host;
    for (let depth = 0; ; depth++) {
      const dot = rest.indexOf(".");
      if (dot < 0) return undefined;
      rest = rest.slice(dot + 1);
      const found = (depth === 0 ? this.#one.get(rest) : undefined) ?? this.#many.get(rest);
      if (found) return found;
    }
  }
}

const dayMs = 86_400_000;

/** Whether an entry's basis holds at a time: dates are whole UTC days, both included. */
export function basisState(entry: { validFrom: Date | null; validUntil: Date | null }, at: number): "valid" | "not yet" | "expired" {
  if (entry.validFrom && at < entry.validFrom.getTime()) return "not yet";
  return entry.validUntil && at >= entry.validUntil.getTime() + dayMs ? "expired" : "valid";
}
