/** A place in the text of a query: characters, half-open. */
export interface Span {
  from: number;
  to: number;
}

export interface QueryProblem extends Span {
  message: string;
  /** What to write instead of the span, where one thing is likely meant. */
  fix?: string;
}

/** A word as it was meant: escapes undone, cut at its stars. A quoted word has no stars. */
export interface Word extends Span {
  parts: readonly string[];
  quoted: boolean;
}

export type Token =
  | ({ kind: "open" | "close" | "not" | "and" | "or" } & Span)
  /** A name with its colon; the colon is the last character of the span. */
  | ({ kind: "field"; name: string } & Span)
  | ({ kind: "word" } & Word);

const keywords: Record<string, "and" | "or" | "not"> = { AND: "and", OR: "or", NOT: "not" };
const fieldName = /[A-Za-z_][A-Za-z_]*:/y;
/** What ends a word unless escaped. */
const special = /[\s()"\\]/;

/** Cuts the text of a query into tokens. Never throws: what is wrong is told with its place. */
export function tokenize(text: string): { tokens: Token[]; problems: QueryProblem[] } {
  const tokens: Token[] = [];
  const problems: QueryProblem[] = [];
  let at = 0;
  // Inside field:( … ) a value may hold a colon or start with a dash.
  let group = false;
  const word = (): void => {
    const read = text[at] === '"' ? quotedWord(text, at) : bareWord(text, at);
    if (read.problem) problems.push(read.problem);
    tokens.push({ kind: "word", ...read.word });
    at = read.word.to;
  };
  while (at < text.length) {
    const c = text[at]!;
    const previous = tokens.at(-1);
    if (/\s/.test(c)) at++;
    else if (c === "(" || c === ")") {
      group = c === "(" && previous?.kind === "field" && previous.to === at;
      tokens.push({ kind: c === "(" ? "open" : "close", from: at, to: ++at });
    } else if (previous?.kind === "field" && previous.to === at) word();
    else if (c === "-" && !group && at + 1 < text.length && !/[\s)]/.test(text[at + 1]!)) tokens.push({ kind: "not", from: at, to: ++at });
    else {
      fieldName.lastIndex = at;
      const name = group ? undefined : fieldName.exec(text)?.[0];
      const keyword = /^(AND|OR|NOT)(?=[\s()]|$)/.exec(text.slice(at, at + 4))?.[0];
      if (name) {
        tokens.push({ kind: "field", name: name.slice(0, -1), from: at, to: at + name.length });
        at += name.length;
      } else if (keyword) {
        tokens.push({ kind: keywords[keyword]!, from: at, to: at + keyword.length });
        at += keyword.length;
      } else word();
    }
  }
  return { tokens, problems };
}

function quotedWord(text: string, from: number): { word: Word; problem?: QueryProblem } {
  let value = "";
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\" && at + 1 < text.length) at++;
    value += text[at++];
  }
  const closed = at < text.length;
  const word: Word = { parts: [value], quoted: true, from, to: closed ? at + 1 : at };
  return closed ? { word } : { word, problem: { from, to: at, message: "The quotation mark is not closed.", fix: `${text.slice(from)}"` } };
}

function bareWord(text: string, from: number): { word: Word; problem?: QueryProblem } {
  const parts = [""];
  let at = from;
  while (at < text.length) {
    const c = text[at]!;
    if (c === "\\" && at + 1 < text.length) {
      parts.push((parts.pop() ?? "") + text[at + 1]);
      at += 2;
    } else if (c === "*") {
      parts.push("");
      at++;
    } else if (special.test(c)) break;
    else {
      parts.push((parts.pop() ?? "") + c);
      at++;
    }
  }
  const word: Word = { parts, quoted: false, from, to: at };
  if (at < text.length && text[at] === "\\") {
    return { word: { ...word, to: at + 1 }, problem: { from: at, to: at + 1, message: "A backslash needs a character after it." } };
  }
  if (text[at] === '"')
    return { word, problem: { from: at, to: at + 1, message: 'A quotation mark inside a word is written \\".', fix: '\\"' } };
  return { word };
}
