/** A line's text with `{names}` where values stand, as it was compiled. */
export interface LineTemplate {
  /** Names in their order; "" for a value that nobody asks for (`{}`). */
  names: readonly string[];
  /** The values of a line in the order of the names, or the text that was looked for in vain, told by the name before it. */
  read(line: string): string[] | { missing: string };
}

const MOST_NAMES = 64;
const SPACE = 32;

/**
 * Compiles literal text with `{names}`: each value reaches to the next literal, and the last one to the end. A blank
 * stands for one or several, `{{` for a brace. Linear in the line, whatever it holds: no regular expression is made.
 *
 * @returns what is wrong with it, in words.
 */
export function compileTemplate(template: string): LineTemplate | string {
  const literals: string[] = [""];
  const names: string[] = [];
  for (let at = 0; at < template.length; at++) {
    const code = template[at]!;
    if (code === "{" && template[at + 1] === "{") at++;
    else if (code === "{") {
      const end = template.indexOf("}", at);
      if (end < 0) return "a brace is opened and not closed";
      const name = template.slice(at + 1, end).trim();
      if (!/^[A-Za-z0-9_.@ -]{0,60}$/.test(name)) return "a name holds letters, digits, dots, dashes and blanks, at most 60";
      if (name !== "" && names.includes(name)) return `{${name}} stands there twice`;
      if (names.length > 0 && literals.at(-1) === "") return `nothing stands between {${names.at(-1)}} and {${name}}`;
      names.push(name);
      literals.push("");
      at = end;
      continue;
    }
    // A blank stands for any number of them, and is written once.
    if (code === " " && literals.at(-1)!.endsWith(" ")) continue;
    literals[literals.length - 1] += code;
  }
  if (names.length === 0) return "it holds no {name}";
  if (names.length > MOST_NAMES) return `it holds more than ${MOST_NAMES} names`;
  return { names, read: (line) => match(line, literals, names) };
}

function match(line: string, literals: readonly string[], names: readonly string[]): string[] | { missing: string } {
  const values: string[] = [];
  let at = behind(line, 0, literals[0]!);
  if (at < 0) return { missing: "" };
  for (let i = 1; i < literals.length; i++) {
    const literal = literals[i]!;
    // Text behind the last value closes the line; the value may hold it too.
    const isLast = i === literals.length - 1;
    const found = isLast ? closing(line, at, literal.trimEnd()) : find(line, at, literal);
    if (!found) return { missing: names[i - 1]! };
    values.push(line.slice(at, found.from));
    at = found.to;
  }
  return values;
}

interface Place {
  from: number;
  to: number;
}

function closing(line: string, at: number, literal: string): Place | undefined {
  const end = literal === "" ? line.length : line.trimEnd().length - literal.length;
  return end >= at && line.startsWith(literal, end) ? { from: end, to: line.length } : undefined;
}

/** Looks for the first word, never for a blank: in a long run of blanks each would be a beginning. */
function find(line: string, from: number, literal: string): Place | undefined {
  const text = literal.trimStart();
  if (text === "") {
    const blank = line.indexOf(" ", from);
    return blank < 0 ? undefined : { from: blank, to: behind(line, blank, " ") };
  }
  const blank = text.indexOf(" ");
  const word = blank < 0 ? text : text.slice(0, blank);
  for (let at = line.indexOf(word, from); at >= 0; at = line.indexOf(word, at + 1)) {
    let end = at;
    if (text !== literal) while (end > from && line.charCodeAt(end - 1) === SPACE) end--;
    if (text !== literal && end === at) continue;
    const to = behind(line, at, text);
    if (to >= 0) return { from: end, to };
  }
  return undefined;
}

/** Where the line goes on behind this text, which stands here; -1 where it does not. Blanks are as many as there are. */
function behind(line: string, from: number, literal: string): number {
  let at = from;
  for (let i = 0; i < literal.length; i++) {
    if (line.charCodeAt(at) !== literal.charCodeAt(i)) return -1;
    at++;
    if (literal.charCodeAt(i) === SPACE) while (line.charCodeAt(at) === SPACE) at++;
  }
  return at;
}
