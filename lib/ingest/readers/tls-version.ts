/** "1.0" to "1.3" or "ssl3" from the spellings of loggers: TLSv12, TLS 1.2, TLSv1.2, tls1_2, TLS1.3, SSLv3, DTLSv12, 0x0303, 771. */
export function tlsVersion(written: string | undefined): string | undefined {
  if (!written) return undefined;
  const text = written.trim().toLowerCase();
  const known = memo.get(text);
  if (known !== undefined) return known || undefined;
  const version = read(text);
  if (memo.size < 256) memo.set(text, version ?? "");
  return version;
}
const memo = new Map<string, string>();

const wire: Record<string, string> = {
  "0300": "ssl3",
  "0301": "1.0",
  "0302": "1.1",
  "0303": "1.2",
  "0304": "1.3",
  feff: "1.0",
  fefd: "1.2",
  fefc: "1.3",
};

function read(text: string): string | undefined {
  const number = /^(?:0x|unknown[ (]*0x)?([0-9a-f]{4})\)?$/.exec(text)?.[1];
  if (number && wire[number]) return wire[number];
  if (/^[0-9]{3,5}$/.test(text)) return wire[Number(text).toString(16).padStart(4, "0")];
  if (/^ssl ?v?3(?:[._]?0)?$/.test(text)) return "ssl3";
  const match = /^(?:d?tls)?[ _-]?v?(?:ersion )?1(?:[._ ]?([0-3]))?(?:[ -]?draft[ -]?[0-9]+)?$/.exec(text);
  return match ? `1.${match[1] ?? "0"}` : undefined;
}
