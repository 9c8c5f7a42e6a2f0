const QUOTE = 34;
const SPACE = 32;

/**
 * The cells of one row (RFC 4180). Loggers take liberties: a quote that stands alone belongs to the text, blanks may stand
 * around a quoted cell, and a text may be quoted twice.
 */
export function splitCsv(line: string, delimiter = ","): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  // Once no cell is closed to the end of the line, no later one is: what follows is read as it stands, in one pass.
  let closes = true;
  for (;;) {
    const from = afterBlanks(line, at, delimiter);
    if (closes && line.charCodeAt(from) === QUOTE) {
      const isTwice = line.charCodeAt(from + 1) === QUOTE && line.charCodeAt(from + 2) !== QUOTE && !isEnd(line, from + 2, delimiter);
      const start = from + (isTwice ? 2 : 1);
      const end = endOfCell(line, start, delimiter, isTwice);
      closes = end >= 0;
      if (closes) {
        const cell = line.slice(start, end);
        cells.push(cell.includes('""') ? cell.replaceAll('""', '"') : cell);
        at = afterBlanks(line, end + (isTwice ? 2 : 1), delimiter) + delimiter.length;
        if (at > line.length) return cells;
        continue;
      }
    }
    const next = line.indexOf(delimiter, at);
    cells.push(line.slice(at, next < 0 ? undefined : next));
    if (next < 0) return cells;
    at = next + delimiter.length;
  }
}

/** The quote before a delimiter or the end of the line, the first of two where the text is quoted twice; -1 where there is none. */
function endOfCell(line: string, from: number, delimiter: string, isTwice: boolean): number {
  let quote = line.indexOf('"', from);
  while (quote >= 0) {
    const isPair = line.charCodeAt(quote + 1) === QUOTE;
    const next = quote + (isPair ? 2 : 1);
    if (isPair === isTwice && isEnd(line, next, delimiter)) return quote;
    quote = line.indexOf('"', next);
  }
  return -1;
}

const isEnd = (line: string, from: number, delimiter: string): boolean => {
  const at = afterBlanks(line, from, delimiter);
  return at >= line.length || line.startsWith(delimiter, at);
};

function afterBlanks(line: string, from: number, delimiter: string): number {
  let at = from;
  if (delimiter === " ") return at;
  while (line.charCodeAt(at) === SPACE) at++;
  return at;
}
