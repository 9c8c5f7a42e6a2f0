const types =
  /\btype="?(?:traffic|utm|event|dns|webfilter|virus|ips|app-ctrl|anomaly|dlp|emailfilter|voip|waf|ssh|ssl|gtp|cifs|file-filter|icap|attack)\b/;

/** Whether a line is of FortiOS. */
export function isFortigateLine(line: string): boolean {
  if (/\|Fortinet\|Forti(?:[gG]ate|[pP]roxy)/.test(line)) return true;
  const text = line.startsWith("{") ? line.replaceAll('\\"', '"') : line;
  return types.test(text) && /\bsubtype=/.test(text) && /\blog_?id="?[0-9]{5,12}\b/.test(text);
}

/** Whether the line says that a FortiProxy wrote it: by its serial number, or by a log that a FortiGate does not have. */
export const isFortiproxyLine = (line: string): boolean =>
  /\bdevid=\\?"?FPX|deviceExternalId=FPX|\|Fortinet\|Forti[pP]roxy|\bsubtype=\\?"?http-transaction\b/.test(line);
