/** What a byte is within a value: one of the first two goes on, the others end it. */
export const PLAIN = 0;
/** Part of what hides people and secrets: queries, addresses of mail and of the web, `name=value`, words that follow one another. */
export const TELLING = 1;
/** A quote. */
export const END = 2;
/** An escape, a control character, or a byte that is not ASCII. */
export const OTHER = 3;

/** For each byte what it is. */
export const bytesOfText = Uint8Array.from({ length: 256 }, (_, b) =>
  b === 34 ? END : b < 32 || b > 126 || b === 92 ? OTHER : " ?@=:".includes(String.fromCharCode(b)) ? TELLING : PLAIN,
);
