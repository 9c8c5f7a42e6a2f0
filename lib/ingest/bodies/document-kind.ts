import { cloudWatch } from "./cloud-watch";
import { jsonList } from "./json-list";
import type { BodyKind } from "./opener";

/** As much as tells what a body is. */
export const HEAD = 512;

/** What text is, where it is no plain log: told from how it begins. */
export function documentKind(bytes: Buffer): BodyKind | undefined {
  const head = startOf(bytes);
  if (/^\[\s*[{"\]]/.test(head) || /^\{\s*"records"\s*:\s*\[/i.test(head)) return jsonList;
  return /^\{[\s\S]*"messageType"\s*:\s*"(?:DATA|CONTROL)_MESSAGE"/.test(head) ? cloudWatch : undefined;
}

/** Without a byte order mark and the white space before the first character. */
export const startOf = (bytes: Buffer): string => bytes.toString("latin1", 0, HEAD).replace(/^(?:\xef\xbb\xbf)?\s+|^\xef\xbb\xbf/, "");
