import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type ParsedNode, parseDocument } from "yaml";
import type { Place, PolicyProblem } from "../model/policy";

/** A policy of 10,000 rules is some 2 MB. */
export const MAX_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 32;
const MAX_INDENT = 200;
const MAX_PROBLEMS = 100;

/** A YAML tree with places, and the problems found while it is read. */
export class PolicyFile {
  readonly problems: PolicyProblem[] = [];
  readonly root: ParsedNode | null;
  readonly #lines = new LineCounter();

  constructor(text: string) {
    if (text.length > MAX_BYTES) {
      this.#push({ severity: "error", code: "too-large", line: 1, column: 1, message: `The file is over ${MAX_BYTES / 1024 / 1024} MiB.` });
      this.root = null;
      return;
    }
    this.#lines.addNewLine(0);
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.#lines.addNewLine(i + 1);
    this.root = this.#refuse(text) ? null : this.#parse(text);
  }

  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  placeOf(node: { range?: readonly number[] | null } | null | undefined): Place {
    return this.place(node?.range?.[0] ?? 0);
  }

  error(at: Place, code: string, message: string, more: { fix?: string; rule?: string } = {}): void {
    this.#push({ severity: "error", code, message, ...at, ...more });
  }

  #push(problem: PolicyProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
    else if (this.problems.length === MAX_PROBLEMS)
      this.problems.push({
        ...problem,
        code: "too-many-problems",
        message: `There are more than ${MAX_PROBLEMS} problems; the rest is not listed.`,
      });
  }

  /** What the language has no use for and a parser can be hurt with; found on tokens, before anything nests or expands. */
  #refuse(text: string): boolean {
    let offset = 0;
    let depth = 0;
    let indicators = 0;
    let isLineStart = true;
    let isContent = false;
    for (const token of new Lexer().lex(text)) {
      const c = token[0];
      const at = offset;
      // U+0002 opens a document and U+001F a scalar: marks of the lexer that are not in the text.
      if (c === "\u0002" || (c === "\u001f" && token.length === 1)) {
        isContent = c === "\u001f";
        continue;
      }
      offset += token.length;
      if (isContent) {
        isContent = false;
        isLineStart = token.endsWith("\n");
        continue;
      }
      const say = (code: string, message: string, fix?: string): true => {
        this.error(this.place(at), code, message, { fix });
        return true;
      };
      if (c === "\n" || c === "\r") {
        indicators = 0;
        isLineStart = true;
        continue;
      }
      if (c === "{" || c === "[") depth++;
      else if (c === "}" || c === "]") depth--;
      else if ((c === "-" || c === "?" || c === ":") && token.length === 1) indicators++;
      else if (c === "*")
        return say("alias", `${short(token)} is an alias in YAML: a value that starts with a star needs quotes.`, `Write ${quote(token)}.`);
      else if (c === "&") return say("anchor", "Anchors are not part of the policy language.", "Use `groups`.");
      else if (c === "!") return say("tag", "Tags are not part of the policy language.", "Leave it out, or put the text in quotes.");
      else if (c === "%" && isLineStart) return say("directive", "Directives are not part of the policy language.", "Leave the line out.");
      if (depth > MAX_DEPTH || indicators > MAX_DEPTH || (isLineStart && c === " " && token.length > MAX_INDENT))
        return say("too-deep", `Nested more than ${MAX_DEPTH} deep.`);
      isLineStart = false;
    }
    return false;
  }

  #parse(text: string): ParsedNode | null {
    const document = parseDocument(text, { schema: "core", prettyErrors: false, uniqueKeys: false });
    for (const e of [...document.errors, ...document.warnings])
      this.error(this.place(e.pos[0]), e.code === "RESOURCE_EXHAUSTION" ? "too-deep" : "yaml", sentence(e.message));
    return this.problems.length > 0 ? null : document.contents;
  }
}

/** What a node is, in the words of a message. */
export function kindOf(node: Node | null | undefined): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (isAlias(node)) return "an alias";
  if (!isScalar(node) || node.value === null) return "nothing";
  if (typeof node.value === "string") return "text";
  return typeof node.value === "boolean" ? "true or false" : "a number";
}

export const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
export const quote = (text: string): string => JSON.stringify(short(text));
const sentence = (text: string): string =>
  text
    .slice(0, 160)
    .replace(/; please use.*|\s+at line \d+.*|\n.*/s, "")
    .replace(/[.!?]?$/, ".");
