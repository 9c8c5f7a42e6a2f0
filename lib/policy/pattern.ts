import { canonicalHost } from "../model/host";

/** A destination name as a rule writes it: `x` (exact), `*.x` (exactly one label before x), `**.x` (one or more). */
export interface HostPattern {
  form: "exact" | "one" | "many";
  /** The name without its star. */
  name: string;
}

/** Of canonical text. */
export function readPattern(text: string): HostPattern {
  if (text.startsWith("**.")) return { form: "many", name: text.slice(3) };
  if (text.startsWith("*.")) return { form: "one", name: text.slice(2) };
  return { form: "exact", name: text };
}

/** @returns canonical text, or why it is no pattern and what to write instead. */
export function canonicalPattern(text: string): { pattern: string } | { why: string; fix?: string } {
  const star = /^\*{1,2}\./.exec(text)?.[0] ?? "";
  const name = text.slice(star.length);
  if (name === "" || /^\*+$/.test(text)) return { why: "a star alone names every host", fix: "Leave `host` out to mean any destination." };
  if (name.includes("*"))
    return { why: "a star stands for whole labels at the front only", fix: "Write `*.x` for one label, `**.x` for one or more." };
  const host = canonicalHost(name);
  if (host === undefined) {
    if (/^[0-9.:[\]]+$/.test(name)) return { why: "it is an address", fix: `Write \`cidr: ${name}\`.` };
    if (/^[a-z]+:\/\//i.test(name))
      return { why: "it is a URL", fix: `Write \`${/^[a-z]+:\/\/([^/:?#]*)/i.exec(name)?.[1] ?? "the host"}\`.` };
    if (/:\d+$/.test(name)) return { why: "it holds a port", fix: "Write the port under `port`." };
    return { why: "it is not a host name" };
  }
  if (/[^\x20-\x7e]/.test(name)) return { why: "international names are written in their ASCII form", fix: `Write \`${star}${host}\`.` };
  return { pattern: star + host };
}

/** Whether a name matches a glob of literal runs and `*` (any run, also empty). Linear in practice, bounded by length x stars. */
export function matchGlob(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    // The glob's own star first: a literal star in the text must not consume it.
    if (glob.charCodeAt(g) === 42) {
      star = g++;
      retry = t;
    } else if (g < glob.length && glob.charCodeAt(g) === text.charCodeAt(t)) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++retry;
    } else return false;
  }
  while (glob.charCodeAt(g) === 42) g++;
  return g === glob.length;
}

export const isGlob = (text: string): boolean => text.includes("*");
