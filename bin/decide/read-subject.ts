import { canonicalAddress } from "../../lib/model/address";
import { type NameProof, nameProofs } from "../../lib/model/verdict";
import type { DecideSubject } from "../../lib/policy/decide";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A connection as our records write it; who spoke may stand at the top or under `caller`. Fields that decide nothing
 * are passed over, null is absent.
 *
 * @returns why it is none, naming the field.
 */
export function readSubject(value: unknown, now: number): { subject: DecideSubject } | { rejected: string } {
  if (!isObject(value)) return { rejected: "the record is no object" };
  const caller = isObject(value.caller) ? value.caller : {};
  const wrong: string[] = [];
  const read = <T>(name: string, from: Fields, is: (v: unknown) => T | undefined, what: string): T | undefined => {
    const given = Object.hasOwn(from, name) ? from[name] : undefined;
    if (given === undefined || given === null) return undefined;
    const read = is(given);
    if (read === undefined) wrong.push(`${name} is not ${what}`);
    return read;
  };
  const who = (name: string): string | undefined => read(name, value, text, "text") ?? read(name, caller, text, "text");
  const time = (name: string): number | undefined => read(name, value, instant, "a time (ms since the epoch or RFC 3339)");
  const subject: DecideSubject = {
    service: who("service"),
    environment: who("environment"),
    team: who("team"),
    tags: read("tags", value, words, "an object of texts") ?? read("tags", caller, words, "an object of texts"),
    dstHost: read("dstHost", value, text, "text"),
    dstIp: read("dstIp", value, (v) => (typeof v === "string" ? canonicalAddress(v) : undefined), "an IP address"),
    dstPort: read("dstPort", value, (v) => whole(v, 65_535), "a port (0 to 65535)"),
    protocol: read("protocol", value, text, "text"),
    asn: read("asn", value, (v) => whole(v, 0xffffffff), "the number of an autonomous system"),
    country: read(
      "country",
      value,
      (v) => (typeof v === "string" && /^[A-Za-z]{2}$/.test(v) ? v : undefined),
      "a country code of two letters",
    ),
    proof: read("proof", value, (v) => nameProofs.find((p): p is NameProof => p === v), `one of ${nameProofs.join(", ")}`),
    mayResolve: read("mayResolve", value, (v) => (typeof v === "boolean" ? v : undefined), "true or false"),
    at: time("startTime") ?? time("loggedTime") ?? now,
  };
  return wrong.length > 0 ? { rejected: wrong[0]! } : { subject };
}

export const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const text = (v: unknown): string | undefined => (typeof v === "string" && v.length <= 1024 ? v : undefined);
const whole = (v: unknown, max: number): number | undefined =>
  typeof v === "number" && Number.isInteger(v) && v >= 0 && v <= max ? v : undefined;
const words = (v: unknown): Record<string, string> | undefined =>
  isObject(v) && Object.values(v).every((one) => typeof one === "string") ? (v as Record<string, string>) : undefined;

export function instant(v: unknown): number | undefined {
  const ms = typeof v === "string" && /^\d{4}-\d{2}-\d{2}T/.test(v) ? Date.parse(v) : v;
  return typeof ms === "number" && Number.isFinite(ms) ? ms : undefined;
}
