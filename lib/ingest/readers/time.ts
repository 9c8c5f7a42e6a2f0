const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_MS = 86_400_000;

/** Reads "+02:00", "-0500", "Z", "UTC", "GMT"; ms east of Greenwich, undefined for anything else. */
export function readOffset(text: string): number | undefined {
  if (/^(?:z|utc|gmt)$/i.test(text)) return 0;
  const match = /^([+-])([0-9]{2}):?([0-9]{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}

/** Turns a wall-clock time (as if UTC) of a zone into ms since the epoch. @throws RangeError for an unknown zone. */
export function zoneReader(zone: string | undefined): (wallMs: number) => number {
  const offset = zone === undefined || zone === "local" ? 0 : readOffset(zone);
  if (offset !== undefined) return (wallMs) => wallMs - offset;
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const memo = new Map<number, number>();
  const at = (ms: number): number => {
    // Zones change at whole quarters of an hour.
    const key = Math.floor(ms / 900_000);
    let found = memo.get(key);
    if (found === undefined) {
      const name = parts.formatToParts(key * 900_000).find((p) => p.type === "timeZoneName")?.value ?? "GMT";
      found = name === "GMT" ? 0 : (readOffset(name.slice(3)) ?? 0);
      if (memo.size > 4096) memo.clear();
      memo.set(key, found);
    }
    return found;
  };
  return (wallMs) => wallMs - at(wallMs - at(wallMs));
}

/** 0 for any name that begins with "jan". */
export function monthOf(name: string): number | undefined {
  const month = months.indexOf(name.toLowerCase().slice(0, 3));
  return month < 0 ? undefined : month;
}

/** "10/Oct/2023:13:55:36 +0000": the time of the common log format. */
export function readClfTime(text: string, zone: (wallMs: number) => number): number | undefined {
  const match =
    /^([0-9]{1,2})\/([A-Za-z]{3})\/([0-9]{4}):([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?: ([+-][0-9]{2}:?[0-9]{2}))?$/.exec(
      text,
    );
  const month = match && monthOf(match[2]!);
  if (!match || month === undefined || month === null) return undefined;
  const wall =
    Date.UTC(Number(match[3]), month, Number(match[1]), Number(match[4]), Number(match[5]), Number(match[6])) + fraction(match[7]);
  const offset = match[8] === undefined ? undefined : readOffset(match[8]);
  return offset === undefined ? zone(wall) : wall - offset;
}

/**
 * RFC 3339 with any number of fraction digits, "T" or a blank between, and a zone or none (then the given one).
 * Arithmetic, since Date.parse reads some of these and not others.
 */
export function readIsoTime(text: string, zone?: (wallMs: number) => number): number | undefined {
  if (text.length < 19 || text.length > 40) return undefined;
  const digits = (from: number, length: number): number => {
    let value = 0;
    for (let i = from; i < from + length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (!(digit >= 0 && digit <= 9)) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  };
  const separator = text.charCodeAt(10);
  if (text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":") return undefined;
  if (separator !== 84 && separator !== 116 && separator !== 32) return undefined;
  const [year, month, day] = [digits(0, 4), digits(5, 2), digits(8, 2)];
  const [hour, minute, second] = [digits(11, 2), digits(14, 2), digits(17, 2)];
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60)) return undefined;
  let ms = daysFromEpoch(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1000;
  let at = 19;
  if (text[at] === "." || text[at] === ",") {
    const from = ++at;
    while (at < text.length && text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
    if (at === from) return undefined;
    ms += fraction(text.slice(from, at));
  }
  const written = text.slice(at).trim();
  if (written === "") return zone ? zone(ms) : ms;
  const offset = readOffset(written);
  return offset === undefined ? undefined : ms - offset;
}

/** Whole milliseconds of a fraction's digits. */
function fraction(digits: string | undefined): number {
  return digits ? Number(digits.slice(0, 3).padEnd(3, "0")) : 0;
}

// Days of the proleptic Gregorian calendar (H. Hinnant, chrono-compatible low-level date algorithms).
function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Seconds since the epoch, with a fraction or without, as ms; undefined for anything else. */
export function readEpochSeconds(text: string): number | undefined {
  if (!/^[0-9]{9,11}(?:\.[0-9]{1,9})?$/.test(text)) return undefined;
  const [seconds, digits] = text.split(".");
  return Number(seconds) * 1000 + fraction(digits);
}

/** Seconds, milliseconds, microseconds or nanoseconds since the epoch, told by their length. */
export function readEpoch(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9][0-9]{8,18}$/.test(text)) return undefined;
  if (text.length <= 11) return Number(text) * 1000;
  return Number(text.length <= 13 ? text : text.slice(0, 13));
}

/** Compiles a strftime pattern to a reader; undefined where it holds a directive that tells no time. */
export function strftimeReader(pattern: string, zone: (wallMs: number) => number): ((text: string) => number | undefined) | undefined {
  const names: string[] = [];
  const full = pattern.replaceAll("%T", "%H:%M:%S").replaceAll("%F", "%Y-%m-%d").replaceAll("%D", "%m/%d/%y").replaceAll("%R", "%H:%M");
  const directives: Record<string, string> = {
    Y: "([0-9]{4})",
    y: "([0-9]{2})",
    m: "([0-9]{1,2})",
    d: "([0-9]{1,2})",
    e: " ?([0-9]{1,2})",
    H: "([0-9]{1,2})",
    M: "([0-9]{2})",
    S: "([0-9]{2})",
    b: "([A-Za-z]{3})",
    h: "([A-Za-z]{3})",
    B: "([A-Za-z]{3,9})",
    z: "([+-][0-9]{2}:?[0-9]{2}|Z)",
    s: "([0-9]{9,11})",
    Z: "([A-Z]{1,5})",
    a: "([A-Za-z]{3})",
    A: "([A-Za-z]{6,9})",
    f: "([0-9]{1,9})",
  };
  let source = "";
  for (let i = 0; i < full.length; i++) {
    if (full[i] !== "%") source += full[i]!.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
    else {
      const name = full[++i] ?? "";
      const directive = directives[name];
      if (!directive) return undefined;
      names.push(name === "h" ? "b" : name);
      source += directive;
    }
  }
  const regex = new RegExp(`^${source}$`);
  return (text) => {
    const match = text.length > 80 ? null : regex.exec(text);
    if (!match) return undefined;
    const of = (name: string): string | undefined => (names.includes(name) ? match[names.indexOf(name) + 1] : undefined);
    const epoch = of("s");
    if (epoch !== undefined) return Number(epoch) * 1000;
    const year = of("Y") ?? (of("y") === undefined ? undefined : `20${of("y")}`);
    const written = of("b") ?? of("B");
    const month = written === undefined ? Number(of("m")) - 1 : monthOf(written);
    const day = of("d") ?? of("e");
    if (year === undefined || month === undefined || Number.isNaN(month) || day === undefined) return undefined;
    const wall =
      Date.UTC(Number(year), month, Number(day), Number(of("H") ?? 0), Number(of("M") ?? 0), Number(of("S") ?? 0)) + fraction(of("f"));
    const offset = readOffset(of("z") ?? of("Z") ?? "");
    return offset === undefined ? zone(wall) : wall - offset;
  };
}
