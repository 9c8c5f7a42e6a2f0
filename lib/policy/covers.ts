import { parseCidr } from "../model/address";
import type { PortRange, Rule, Who } from "../model/policy";
import { asks, levelOf } from "./match";
import { matchGlob, readPattern } from "./pattern";
import { countriesOf } from "./regions";

/** Whether every connection that `inner` matches is also matched by `outer`. False where it cannot be told. */
export function covers(outer: Rule, inner: Rule): boolean {
  return (
    coversWho(outer.from, inner.from) &&
    (outer.from.except ?? []).every((e) => inner.from.except?.some((i) => JSON.stringify(i) === JSON.stringify(e))) &&
    each(outer.to.host, inner.to.host, coversPattern) &&
    each(outer.to.cidr, inner.to.cidr, coversCidr) &&
    each(countries(outer), countries(inner), (a, b) => a === b) &&
    each(outer.to.asn, inner.to.asn, (a, b) => a === b) &&
    each(outer.to.port, inner.to.port, coversPorts) &&
    each(outer.to.protocol, inner.to.protocol, (a, b) => a === b) &&
    (!outer.proof || (inner.proof !== undefined && levelOf(inner.proof) <= levelOf(outer.proof))) &&
    (!outer.until || (inner.until !== undefined && inner.until <= outer.until))
  );
}

const countries = ({ to }: Rule): string[] | undefined => to.region?.flatMap((r) => countriesOf(r) ?? []);

function each<T>(outer: readonly T[] | undefined, inner: readonly T[] | undefined, holds: (outer: T, inner: T) => boolean): boolean {
  return !outer || (inner?.every((i) => outer.some((o) => holds(o, i))) ?? false);
}

function coversWho(outer: Who, inner: Who): boolean {
  // The inner glob is read as text: a run of any characters then stands under the outer star like any other.
  for (const key of ["service", "environment", "team"] as const)
    if (asks(outer[key]) && !(asks(inner[key]) && each(outer[key], inner[key], matchGlob))) return false;
  return (outer.tags ?? []).every((o) => inner.tags?.some((i) => i.key === o.key && each(o.values, i.values, matchGlob)));
}

export function coversPattern(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const o = readPattern(outer);
  const i = readPattern(inner);
  if (o.form === "exact") return false;
  if (o.form === "one") return i.form === "exact" && i.name.slice(i.name.indexOf(".") + 1) === o.name && i.name.includes(".");
  return i.name.endsWith(`.${o.name}`) || (i.form !== "exact" && i.name === o.name);
}

function coversCidr(outer: string, inner: string): boolean {
  const o = parseCidr(outer);
  const i = parseCidr(inner);
  return !!o && !!i && o.family === i.family && o.first <= i.first && i.last <= o.last;
}

const coversPorts = (outer: PortRange, inner: PortRange): boolean => outer.first <= inner.first && inner.last <= outer.last;
