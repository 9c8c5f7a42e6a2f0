const names = new Intl.DisplayNames("en", { type: "region" });

/** ISO codes as names, in the order of the names; "ZZ" is "Not known". */
export const countryNames = (codes: readonly string[]): string =>
  codes
    .map((c) => (c === "ZZ" || !/^[A-Z]{2}$/.test(c) ? "Not known" : (names.of(c) ?? c)))
    .sort((a, b) => a.localeCompare(b))
    .join(", ");
