// Logs are written by strangers: controls, bidi marks and other format characters must not act on the page.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** The text with its invisible characters written out. */
export const visible = (text: string): string => text.replace(unsafe, (c) => `\\u{${c.codePointAt(0)?.toString(16).padStart(4, "0")}}`);
