/**
 * A member of a JSON object as it is written: numbers beyond 2^53 and the order of keys stay as they are. The first of
 * several with this name.
 *
 * @param object without white space between its tokens.
 * @returns undefined where there is none; never throws.
 */
export function jsonMember(object: string, name: string): string | undefined {
  const wanted = `${JSON.stringify(name)}:`;
  if (object.charCodeAt(0) !== OPEN) return undefined;
  for (let at = 1; at < object.length; ) {
    if (object.charCodeAt(at) !== QUOTE) return undefined;
    const key = endOfText(object, at);
    const end = endOfValue(object, key + 1);
    if (object.startsWith(wanted, at)) return object.slice(key + 1, end);
    at = end + 1;
  }
  return undefined;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;

/** Behind the closing quote of the text that begins here. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  for (; at < json.length; at++) {
    const c = json.charCodeAt(at);
    if (c === BACKSLASH) at++;
    else if (c === QUOTE) return at + 1;
  }
  return at;
}

/** At the comma or bracket behind the value that begins here. */
function endOfValue(json: string, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const c = json.charCodeAt(at);
    if (c === QUOTE) at = endOfText(json, at) - 1;
    else if (c === OPEN || c === 91 /* [ */) depth++;
    else if (c === 125 /* } */ || c === 93 /* ] */) {
      if (depth === 0) return at;
      depth--;
    } else if (c === 44 /* , */ && depth === 0) return at;
  }
  return json.length;
}
