/**
 * The country that may be said of a destination. Location and operator are two facts from two databases; where they
 * disagree (or only anycast is known) an honest answer is that it is not known. ISO 3166-1 alpha-2.
 */
export function knownCountry(location: string | null | undefined, operator: string | null | undefined): string | undefined {
  if (!location) return undefined;
  return !operator || operator === location ? location : undefined;
}
