import type { GeoRule } from "../model/policy";
import { NO, testExcept, WhoTest, YES } from "./match";
import { countriesOf } from "./regions";
import { factsOf } from "./subject";

/** A geo rule that holds for a caller and its data. */
export interface GeoBound {
  id: string;
  /** Where its data may go, ISO 3166-1 alpha-2. */
  countries: readonly string[];
  /** Whether it holds cannot be said: the data classes, or a field of the caller, are not known. */
  open?: true;
}

export interface GeoSubject {
  service?: string;
  environment?: string;
  team?: string;
  tags?: Readonly<Record<string, string>>;
  /** Classes of data the caller is registered to handle; absent where nobody has said so. */
  classes?: readonly string[];
}

/** The geo rules that bind a caller. Traffic must satisfy each of them. */
export function geoBounds(geo: readonly GeoRule[], s: GeoSubject): GeoBound[] {
  const facts = factsOf(s);
  return geo.flatMap((g): GeoBound[] => {
    const who = new WhoTest(g.from).test(facts);
    const except = testExcept(
      (g.from.except ?? []).map((w) => new WhoTest(w)),
      facts,
    );
    const data = !g.from.data ? YES : s.classes === undefined ? undefined : s.classes.some((c) => g.from.data!.includes(c)) ? YES : NO;
    if (who === NO || except === NO || data === NO) return [];
    const countries = [...new Set(g.regions.flatMap((r) => countriesOf(r) ?? []))];
    return who === YES && except === YES && data === YES ? [{ id: g.id, countries }] : [{ id: g.id, countries, open: true }];
  });
}
