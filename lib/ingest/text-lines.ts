import { StringDecoder } from "node:string_decoder";

/** A line beyond this many characters is cut off there, so that a stream without line breaks cannot fill the memory. */
const MAX_LINE = 64 * 1024 * 1024;

/** Lines of UTF-8 text without their breaks, as many as each piece of the stream completes; anything is let through. */
export async function* readTextLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const bytes of body) {
    const text = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const end = text.lastIndexOf("\n");
    if (end < 0) {
      if (rest.length < MAX_LINE) rest += text;
      continue;
    }
    const lines = (rest + text.slice(0, end)).split("\n");
    rest = text.slice(end + 1);
    yield lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }
  rest += decoder.end();
  if (rest !== "") yield [rest];
}
