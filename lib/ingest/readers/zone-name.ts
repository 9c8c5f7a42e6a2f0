/** Hours east of Greenwich of the zones that devices write by name (RFC 822, 5.1, and the unambiguous ones since). */
const hours: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  MET: 1,
  MEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  JST: 9,
  KST: 9,
  AWST: 8,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
};

/** "+02:00" for CEST; undefined for what is no zone, or the name of several. */
export function zoneOffset(name: string): string | undefined {
  if (!Object.hasOwn(hours, name)) return undefined;
  const offset = hours[name]!;
  return `${offset < 0 ? "-" : "+"}${String(Math.abs(offset)).padStart(2, "0")}:00`;
}
