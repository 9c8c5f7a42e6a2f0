/**
 * Named sets of countries (ISO 3166-1 alpha-2), each with the date it was true and where that can be read.
 * A set changes only with a release, and a policy that names it says so by naming it.
 */
export interface RegionSet {
  name: string;
  countries: readonly string[];
  /** The list is right as of this day. */
  asOf: string;
  source: string;
  /** Countries with a decision that a country alone cannot prove, and why they are left out. */
  partial?: Readonly<Record<string, string>>;
}

// Outermost regions and Åland are the Union's (TFEU art. 355), yet address databases give them codes of their own.
const outermost = ["AX", "GF", "GP", "MF", "MQ", "RE", "YT"];
const eu27 = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE";
const eu = [...eu27.split(" "), ...outermost];

export const regionSets: readonly RegionSet[] = [
  { name: "EU", countries: eu, asOf: "2020-02-01", source: "TEU art. 52, TFEU art. 355; the United Kingdom left on 2020-01-31" },
  {
    name: "EEA",
    countries: [...eu, "IS", "LI", "NO"],
    asOf: "2020-02-01",
    source: "EEA Agreement; GDPR by Joint Committee Decision 154/2018",
  },
  {
    name: "adequate:eu",
    countries: ["AD", "AR", "BR", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"],
    asOf: "2026-01-28",
    source: "European Commission, decisions under GDPR art. 45; latest in the list: (EU) 2026/179 for Brazil",
    partial: {
      CA: "only recipients under PIPEDA",
      US: "only recipients certified under the EU-U.S. Data Privacy Framework",
    },
  },
];

const byName = new Map(regionSets.map((r) => [r.name.toLowerCase(), r]));
const country = /^[A-Za-z]{2}$/;

/** @returns the members of a region set or of a lone country code; undefined where the name is neither. */
export function countriesOf(region: string): readonly string[] | undefined {
  const set = byName.get(region.toLowerCase());
  if (set) return set.countries;
  return country.test(region) && isCountry(region.toUpperCase()) ? [region.toUpperCase()] : undefined;
}

/** The set's name as this page writes it, or the country code in capitals. */
export function canonicalRegion(region: string): string | undefined {
  return byName.get(region.toLowerCase())?.name ?? (countriesOf(region) ? region.toUpperCase() : undefined);
}

const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

function isCountry(code: string): boolean {
  // Exceptional and private-use codes have display names too, but no addresses: UK is an alias of GB, ZZ is "unknown".
  return names.of(code) !== undefined && !["UK", "EU", "UN", "EZ", "QO", "XA", "XB", "ZZ"].includes(code);
}
