import { type CidrTable, cidrSet } from "../model/address";
import { endOfDay, type PortRange, type Rule, type Who } from "../model/policy";
import { type NameProof, nameProofs } from "../model/verdict";
import { isGlob, matchGlob } from "./pattern";
import { countriesOf } from "./regions";
import type { Facts } from "./subject";

/** Kleene's three values; OPEN: a field that the rule asks for is not known. */
export const NO = 0;
export const YES = 1;
export const OPEN = 2;
export type Truth = typeof NO | typeof YES | typeof OPEN;

/** A list with `*` asks nothing, as if it were not there. */
export const asks = (names: readonly string[] | undefined): names is readonly string[] => names !== undefined && !names.includes("*");

export class Names {
  readonly #only: string | undefined;
  readonly #exact: Set<string>;
  readonly #globs: readonly string[];

  constructor(names: readonly string[]) {
    this.#globs = names.filter(isGlob);
    this.#exact = new Set(names.filter((n) => !isGlob(n)));
    this.#only = names.length === 1 && this.#globs.length === 0 ? names[0] : undefined;
  }

  test(value: string | undefined): Truth {
    if (value === undefined) return OPEN;
    if (this.#only !== undefined) return this.#only === value ? YES : NO;
    if (this.#exact.has(value)) return YES;
    for (const glob of this.#globs) if (matchGlob(glob, value)) return YES;
    return NO;
  }
}

export class WhoTest {
  readonly service: Names | undefined;
  readonly environment: Names | undefined;
  readonly team: Names | undefined;
  readonly tags: readonly { key: string; values: Names }[];

  constructor(who: Who) {
    const names = (list: readonly string[] | undefined): Names | undefined => (asks(list) ? new Names(list) : undefined);
    this.service = names(who.service);
    this.environment = names(who.environment);
    this.team = names(who.team);
    this.tags = (who.tags ?? []).map((t) => ({ key: t.key, values: new Names(t.values) }));
  }

  test(f: Facts): Truth {
    let open = false;
    if (this.service) {
      const t = this.service.test(f.service);
      if (t === NO) return NO;
      open = t === OPEN;
    }
    if (this.environment) {
      const t = this.environment.test(f.environment);
      if (t === NO) return NO;
      open ||= t === OPEN;
    }
    if (this.team) {
      const t = this.team.test(f.team);
      if (t === NO) return NO;
      open ||= t === OPEN;
    }
    for (const tag of this.tags) {
      const t = testTag(tag, f);
      if (t === NO) return NO;
      open ||= t === OPEN;
    }
    return open ? OPEN : YES;
  }
}

export function testTag(tag: { key: string; values: Names }, f: Facts): Truth {
  if (f.tags === undefined) return OPEN;
  return Object.hasOwn(f.tags, tag.key) ? tag.values.test(f.tags[tag.key]) : NO;
}

/** Destination fields that an index has already answered for. */
export const HOST = 1;
export const CIDR = 2;
export const ASN = 4;
export const REGION = 8;

/** One rule made ready to be asked often. Host patterns are the index's matter (lookup.ts): `host` is never tested here. */
export class RuleTest {
  readonly from: WhoTest;
  readonly except: readonly WhoTest[];
  readonly ports: readonly PortRange[] | undefined;
  readonly protocols: readonly string[] | undefined;
  #cidrs: CidrTable<true> | undefined;
  readonly asns: ReadonlySet<number> | undefined;
  readonly countries: ReadonlySet<string> | undefined;
  readonly proof: number;
  readonly end: number;

  constructor(readonly rule: Rule) {
    const { from, to } = rule;
    this.from = new WhoTest(from);
    this.except = (from.except ?? []).map((who) => new WhoTest(who));
    this.ports = to.port;
    this.protocols = to.protocol;
    this.asns = to.asn && new Set(to.asn);
    this.countries = to.region && new Set(to.region.flatMap((r) => countriesOf(r) ?? []));
    this.proof = rule.proof ? levelOf(rule.proof) : -1;
    this.end = rule.until ? endOfDay(rule.until) : Number.POSITIVE_INFINITY;
  }

  /** @param known bits of the destination fields that need no test. */
  test(f: Facts, known: number): Truth {
    let open = false;
    if (this.end !== Number.POSITIVE_INFINITY) {
      if (f.at === undefined) open = true;
      else if (f.at >= this.end) return NO;
    }
    const from = this.from.test(f);
    if (from === NO) return NO;
    open ||= from === OPEN;
    const to = this.#testTo(f, known);
    if (to === NO) return NO;
    open ||= to === OPEN;
    if (this.except.length > 0) {
      const except = testExcept(this.except, f);
      if (except === NO) return NO;
      open ||= except === OPEN;
    }
    return open ? OPEN : YES;
  }

  /** The table is made when first asked: a rule of addresses alone is found through the index of all of them. */
  holdsAddress(ip: string): boolean {
    this.#cidrs ??= cidrSet(this.rule.to.cidr ?? []);
    return this.#cidrs.has(ip);
  }

  #testTo(f: Facts, known: number): Truth {
    const port = testPort(this.ports, f);
    if (port === NO) return NO;
    const protocol = testProtocol(this.protocols, f);
    if (protocol === NO) return NO;
    const proof = testProof(this.proof, f);
    if (proof === NO) return NO;
    let open = port === OPEN || protocol === OPEN || proof === OPEN;
    if (this.asns && !(known & ASN)) {
      if (f.asn === undefined) open = true;
      else if (!this.asns.has(f.asn)) return NO;
    }
    if (this.countries && !(known & REGION)) {
      if (f.country === undefined) open = true;
      else if (!this.countries.has(f.country)) return NO;
    }
    if (this.rule.to.cidr && !(known & CIDR)) {
      if (f.ip === undefined) open = true;
      else if (!this.holdsAddress(f.ip)) return NO;
    }
    return open ? OPEN : YES;
  }
}

export function testExcept(except: readonly WhoTest[], f: Facts): Truth {
  let open = false;
  for (const who of except) {
    const t = who.test(f);
    if (t === YES) return NO;
    open ||= t === OPEN;
  }
  return open ? OPEN : YES;
}

export function testPort(ports: readonly PortRange[] | undefined, f: Facts): Truth {
  if (!ports) return YES;
  if (f.port === undefined) return OPEN;
  if (f.port !== null) for (const r of ports) if (f.port >= r.first && f.port <= r.last) return YES;
  return NO;
}

export function testProtocol(protocols: readonly string[] | undefined, f: Facts): Truth {
  if (!protocols) return YES;
  if (f.protocol === undefined) return OPEN;
  return protocols.includes(f.protocol) ? YES : NO;
}

export function testProof(least: number, f: Facts): Truth {
  if (least < 0) return YES;
  if (f.proof === undefined) return OPEN;
  return levelOf(f.proof) <= least ? YES : NO;
}

/** Position from the best; contradicted is below every level. */
export const levelOf = (proof: NameProof): number => nameProofs.indexOf(proof);
