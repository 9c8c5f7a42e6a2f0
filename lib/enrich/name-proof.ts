import type { HostOrigin } from "../model/connection";
import type { NameProof } from "../model/verdict";

/** One DNS answer seen: this client was told that `name` is at the address. */
export interface NameAnswer {
  name: string;
  /** Milliseconds since the epoch. */
  time: number;
  /** Seconds. */
  ttl: number;
}

/** Clocks of a resolver and a sensor differ; an answer a little later than the connection may still be its cause. */
const SKEW_MS = 5_000;
/** Applications keep addresses somewhat longer than they should. */
const GRACE_MS = 60_000;
/** A connection pool may dial again on an address learnt this long ago: no contradiction then. */
const MEMORY_MS = 24 * 3_600_000;

export interface NameEvidence {
  /** What the log itself says. */
  host?: string;
  origin: HostOrigin;
  /** Whether a certificate that was validated names the host. */
  certificateMatches?: boolean;
  /** Milliseconds since the epoch. */
  time: number;
  /** What this client was told about this address, in any order. */
  answers: readonly NameAnswer[];
}

export interface ProvenName {
  host?: string;
  origin: HostOrigin;
  proof: NameProof;
}

const nameless: ProvenName = { origin: "none", proof: "unknown" };

/**
 * The destination's name and how well it is supported. proven: the client's word, a fresh answer that holds the
 * address, and the certificate agree; consistent: two of them (a name joined from DNS alone counts as such when it is
 * the only one); claimed: one; contradicted: the client names one host while it was only ever told the address for others.
 */
export function proveName(e: NameEvidence): ProvenName {
  if (e.answers.length === 0) {
    if (e.host === undefined) return nameless;
    return { host: e.host, origin: e.origin, proof: e.certificateMatches ? "consistent" : "claimed" };
  }
  const fresh = e.answers.filter((a) => a.time <= e.time + SKEW_MS && e.time <= a.time + Math.max(a.ttl, 0) * 1000 + GRACE_MS);
  if (e.host === undefined) {
    if (fresh.length === 0) return nameless;
    // The latest answer before the connection; by name where two are equally late, so that order of arrival plays no part.
    const last = fresh.reduce((a, b) => (b.time > a.time || (b.time === a.time && b.name < a.name) ? b : a));
    const names = new Set(fresh.map((a) => a.name));
    return { host: last.name, origin: "dns-join", proof: names.size === 1 ? "consistent" : "claimed" };
  }
  const told = fresh.some((a) => a.name === e.host);
  if (told) return { host: e.host, origin: e.origin, proof: e.certificateMatches ? "proven" : "consistent" };
  if (e.certificateMatches) return { host: e.host, origin: e.origin, proof: "consistent" };
  const remembered = e.answers.some((a) => a.name === e.host && a.time <= e.time + SKEW_MS && a.time > e.time - MEMORY_MS);
  if (fresh.length > 0 && !remembered) return { host: e.host, origin: e.origin, proof: "contradicted" };
  return { host: e.host, origin: e.origin, proof: "claimed" };
}

/** The window in which an answer can bear on a connection at `time`. Milliseconds since the epoch. */
export const answersFrom = (time: number): number => time - MEMORY_MS;
export const answersUntil = (time: number): number => time + SKEW_MS;

/** Whether a certificate supports a host: it names it, and nothing is said of its validation or that it passed. */
export function certificateSupports(
  host: string | undefined,
  names: readonly string[] | null | undefined,
  validation: string | null | undefined,
): boolean {
  if (host === undefined || !names) return false;
  return (validation === undefined || validation === null || validation.toLowerCase() === "ok") && certificateNames(host, names);
}

/** Whether a certificate's names cover a host (RFC 9525: a star stands for one whole left-most label). */
function certificateNames(host: string, names: readonly string[]): boolean {
  const dot = host.indexOf(".");
  return names.some((n) => {
    const name = n.toLowerCase();
    return name === host || (name.startsWith("*.") && dot > 0 && name.slice(1) === host.slice(dot));
  });
}
