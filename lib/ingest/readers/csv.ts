const QUOTE = 34;

/**
 * The cells of one row (RFC 4180). A quote inside a cell is doubled; one that stands alone belongs to the text, as
 * devices write it.
 */
export function splitCsv(line: string, delimiter = ","): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  // Once no cell is closed to the end of the line, no later one is: what follows is read as it stands, in one pass.
  let closes = true;
  for (;;) {
    if (closes && line.charCodeAt(at) === QUOTE) {
      const end = endOfCell(line, at + 1, delimiter);
      closes = end >= 0;
      if (closes) {
        const cell = line.slice(at + 1, end);
        cells.push(cell.includes('""') ? cell.replaceAll('""', '"') : cell);
        if (end + 1 >= line.length) return cells;
        at = end + 1 + delimiter.length;
        continue;
      }
    }
    const next = line.indexOf(delimiter, at);
    cells.push(line.slice(at, next < 0 ? undefined : next));
    if (next < 0) return cells;
    at = next + delimiter.length;
  }
}

/** The quote before a delimiter or the end of the line; -1 where there is none. */
function endOfCell(line: string, from: number, delimiter: string): number {
  let quote = line.indexOf('"', from);
  while (quote >= 0) {
    if (line.charCodeAt(quote + 1) === QUOTE) quote = line.indexOf('"', quote + 2);
    else if (quote + 1 >= line.length || line.startsWith(delimiter, quote + 1)) return quote;
    else quote = line.indexOf('"', quote + 1);
  }
  return -1;
}
