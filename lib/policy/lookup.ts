import { CidrTable, parseCidr } from "../model/address";
import type { Rule } from "../model/policy";
import { ASN, asks, CIDR, HOST, REGION } from "./match";
import { isGlob, readPattern } from "./pattern";
import { type Entry, orderOf } from "./precedence";
import { countriesOf } from "./regions";
import type { Facts } from "./subject";

// Below this a plain walk is faster than a second look-up.
const SPLIT_FROM = 8;

/** Positions in the order of precedence, ascending; those for one named service apart, so that many rules for one destination stay quick. */
export class Bucket {
  readonly all: number[] = [];
  #byService: Map<string, number[]> | undefined;
  #rest: number[] | undefined;

  static readonly none: readonly number[] = [];

  named(service: string | undefined): readonly number[] {
    return service === undefined || !this.#byService ? Bucket.none : (this.#byService.get(service) ?? Bucket.none);
  }

  /** All that `named` does not give. */
  get rest(): readonly number[] {
    return this.#rest ?? this.all;
  }

  close(serviceOf: (position: number) => readonly string[] | undefined): void {
    if (this.all.length < SPLIT_FROM) return;
    this.#byService = new Map();
    this.#rest = [];
    for (const position of this.all) {
      const services = serviceOf(position);
      if (!services) this.#rest.push(position);
      else
        for (const s of services) {
          const list = this.#byService.get(s);
          if (list) list.push(position);
          else this.#byService.set(s, [position]);
        }
    }
  }
}

interface Prefix {
  bucket: Bucket;
  outer: Prefix | undefined;
}

/** Finds the entries whose destination an address, name, network or country meets, without asking the others. */
export class Lookup {
  readonly order: readonly Entry[];
  readonly #exact = new Map<string, Bucket>();
  readonly #below = new Map<string, { one: Bucket; many: Bucket }>();
  readonly #asn = new Map<number, Bucket>();
  readonly #country = new Map<string, Bucket>();
  readonly #prefixes: CidrTable<Prefix>;
  readonly any = new Bucket();
  /** By what a subject may lack: all entries that are found through it. */
  readonly hosts = new Bucket();
  readonly addresses = new Bucket();
  readonly asns = new Bucket();
  readonly regions = new Bucket();

  constructor(rules: readonly Rule[]) {
    this.order = orderOf(rules);
    const prefixes = new Map<string, Bucket>();
    this.order.forEach((entry, position) => {
      for (const bucket of this.#bucketsOf(entry, rules[entry.rule]!, prefixes)) bucket.all.push(position);
    });
    this.#prefixes = nest(prefixes);
    const named = rules.map((r) => (asks(r.from.service) && !r.from.service.some(isGlob) ? r.from.service : undefined));
    const serviceOf = (position: number): readonly string[] | undefined => named[this.order[position]!.rule];
    const below = [...this.#below.values()].flatMap((b) => [b.one, b.many]);
    const wholes = [this.any, this.hosts, this.addresses, this.asns, this.regions];
    for (const maps of [this.#exact.values(), below, prefixes.values(), this.#asn.values(), this.#country.values(), wholes])
      for (const bucket of maps) bucket.close(serviceOf);
  }

  #bucketsOf({ form, destination }: Entry, { to }: Rule, prefixes: Map<string, Bucket>): Bucket[] {
    switch (form) {
      case "exact":
        return [this.hosts, bucketIn(this.#exact, destination)];
      case "pattern": {
        const { form: star, name } = readPattern(destination);
        const below = this.#below.get(name) ?? { one: new Bucket(), many: new Bucket() };
        this.#below.set(name, below);
        return [this.hosts, star === "one" ? below.one : below.many];
      }
      case "cidr":
        return [this.addresses, bucketIn(prefixes, destination)];
      case "asn":
        return [this.asns, ...to.asn!.map((n) => bucketIn(this.#asn, n))];
      case "region":
        return [this.regions, ...countriesOf(destination)!.map((c) => bucketIn(this.#country, c))];
      case "any":
        return [this.any];
    }
  }

  /** Calls back with each bucket whose destination the facts meet, and the destination fields that are answered by it. */
  visit(f: Facts, found: (bucket: Bucket, known: number) => void): void {
    if (typeof f.host === "string") this.#visitHost(f.host, found);
    if (f.ip !== undefined && this.addresses.all.length > 0) for (let p = this.#prefixes.find(f.ip); p; p = p.outer) found(p.bucket, CIDR);
    if (f.asn !== undefined) {
      const bucket = this.#asn.get(f.asn);
      if (bucket) found(bucket, ASN);
    }
    if (f.country !== undefined) {
      const bucket = this.#country.get(f.country);
      if (bucket) found(bucket, REGION);
    }
    if (this.any.all.length > 0) found(this.any, 0);
  }

  #visitHost(host: string, found: (bucket: Bucket, known: number) => void): void {
    const exact = this.#exact.get(host);
    if (exact) found(exact, HOST);
    if (this.#below.size === 0) return;
    let isParent = true;
    for (let dot = host.indexOf("."); dot >= 0; dot = host.indexOf(".", dot + 1)) {
      const below = this.#below.get(host.slice(dot + 1));
      if (below) {
        if (isParent && below.one.all.length > 0) found(below.one, HOST);
        if (below.many.all.length > 0) found(below.many, HOST);
      }
      isParent = false;
    }
  }

  /** Whether a prefix of some rule holds the address. */
  namesAddress(ip: string): boolean {
    return this.addresses.all.length > 0 && this.#prefixes.has(ip);
  }
}

function bucketIn<K>(map: Map<K, Bucket>, key: K): Bucket {
  const bucket = map.get(key) ?? new Bucket();
  map.set(key, bucket);
  return bucket;
}

/** Each prefix knows the one around it: an address then finds all that hold it from the longest outwards. */
function nest(buckets: Map<string, Bucket>): CidrTable<Prefix> {
  const sorted = [...buckets]
    .map(([text, bucket]) => ({ cidr: parseCidr(text)!, value: { bucket, outer: undefined } as Prefix }))
    .sort(
      (a, b) =>
        a.cidr.family - b.cidr.family ||
        (a.cidr.first < b.cidr.first ? -1 : a.cidr.first > b.cidr.first ? 1 : a.cidr.length - b.cidr.length),
    );
  const open: typeof sorted = [];
  for (const entry of sorted) {
    while (open.length > 0 && (open.at(-1)!.cidr.family !== entry.cidr.family || open.at(-1)!.cidr.last < entry.cidr.first)) open.pop();
    entry.value.outer = open.at(-1)?.value;
    open.push(entry);
  }
  return new CidrTable(sorted);
}
