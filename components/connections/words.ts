const list = new Intl.ListFormat("en", { type: "conjunction" });

export const listOf = (words: readonly string[]): string => list.format(words);
