const hours: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  PKT: 5,
  WIB: 7,
  HKT: 8,
  SGT: 8,
  JST: 9,
  KST: 9,
  AEST: 10,
  AEDT: 11,
  NZST: 12,
  NZDT: 13,
  EST: -5,
  EDT: -4,
  CDT: -5,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/**
 * Ms east of Greenwich. An abbreviation that zones of several continents share (IST, BST, CST …) tells none: undefined.
 */
export function zoneAbbreviation(text: string | undefined): number | undefined {
  const hour = hours[text?.toUpperCase() ?? ""];
  if (hour !== undefined) return hour * 3_600_000;
  const match = /^([+-])([0-9]{1,2})(?::?([0-9]{2}))?$/.exec(text ?? "");
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
