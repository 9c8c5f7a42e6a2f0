import { canonicalAddress } from "./address";

/**
 * A host name as the model keeps it: lower case, A-labels, no trailing dot. A log may write U-labels, a port after a
 * colon is not part of a name.
 *
 * @returns undefined for what is no name: an address, an empty text, control characters, a label over 63 octets.
 */
export function canonicalHost(text: string): string | undefined {
  let host = text;
  if (host.endsWith(".")) host = host.slice(0, -1);
  if (host.length === 0 || host.length > 1024) return undefined;
  if (!plain.test(host)) {
    host = toAscii(host);
    if (!plain.test(host)) return undefined;
  }
  // Only a text of digits, dots, colons and hex can be an address.
  const first = host.charCodeAt(host.length - 1);
  if ((first >= 48 && first <= 57) || host.includes(":")) if (canonicalAddress(host)) return undefined;
  if (host.length > 253) return undefined;
  return host;
}

// Underscores and a leading star occur in real DNS questions; a name is kept as it was asked.
const plain = /^(?:[a-z0-9_*][a-z0-9_*-]{0,62})(?:\.[a-z0-9_*-]{1,63})*$/;

function toAscii(host: string): string {
  const lower = host.toLowerCase();
  // URL applies IDNA 2008 processing (UTS 46) in every engine that we run in.
  if (/^[\x20-\x7e]*$/.test(lower)) return lower;
  try {
    return new URL(`http://${lower}/`).hostname;
  } catch {
    return "";
  }
}
