import { isUtf8 } from "node:buffer";

/**
 * The line that a message is kept as; undefined where it holds nothing. One message is one line, whatever it holds: a
 * sender's line break must not make a record of its own, so it becomes a blank (JSON over several lines stays JSON).
 * Other control characters are written as rsyslog writes them, #ooo: a body that holds them is no text to the app.
 */
export function lineOf(message: Buffer): Buffer | undefined {
  let end = message.length;
  while (end > 0 && isBreak(message[end - 1]!)) end--;
  let from = 0;
  while (from < end && isBreak(message[from]!)) from++;
  if (from === end) return undefined;
  const body = message.subarray(from, end);
  const clean = hasControl(body) ? withoutControl(body) : body;
  return isUtf8(clean) ? clean : Buffer.from(clean.toString("utf8"));
}

const isBreak = (c: number): boolean => c === 10 || c === 13 || c === 0;

function hasControl(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! < 32 && bytes[i] !== 9) return true;
  return false;
}

function withoutControl(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length * 4);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!;
    if (c >= 32 || c === 9) out[n++] = c;
    else if (c === 10 || c === 13) {
      if (!(c === 10 && i > 0 && bytes[i - 1] === 13)) out[n++] = 32;
    } else n += out.write(`#${c.toString(8).padStart(3, "0")}`, n, "latin1");
  }
  return out.subarray(0, n);
}
