/** Words apart by blanks; a word in double quotes may hold blanks, and ends at its quote even where no blank follows. */
export function quotedWords(line: string, most = 64): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < line.length && words.length < most) {
    const code = line.charCodeAt(at);
    if (code === 32 || code === 9) {
      at++;
      continue;
    }
    const isQuoted = code === 34;
    const from = isQuoted ? at + 1 : at;
    let end = isQuoted ? line.indexOf('"', from) : line.indexOf(" ", from);
    if (end < 0) end = line.length;
    words.push(line.slice(from, end));
    at = end + 1;
  }
  return words;
}
