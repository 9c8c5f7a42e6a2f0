import { createReadStream } from "node:fs";
import { Problem } from "../../lib/model/problem";
import { Usage } from "../command";

// Read at most a little more than the language takes: the parser then says what the limit is.
const MOST = 9 * 1024 * 1024;

/** The text of FILE, or of standard input for "-". @throws {Problem} for a file that cannot be read. */
export async function readPolicyFile(positionals: readonly string[]): Promise<{ file: string; text: string }> {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Usage("one FILE is needed");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      text += decoder.decode(chunk as Buffer, { stream: true });
      if (text.length > MOST) break;
    }
    return { file, text: text + decoder.decode(undefined, { stream: text.length > MOST }) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Problem("not-found", `${file}: there is no such file.`);
    if (code === "EISDIR") throw new Problem("invalid", `${file}: it is a directory.`);
    if (code === "EACCES") throw new Problem("forbidden", `${file}: it may not be read.`);
    if (error instanceof TypeError) throw new Problem("invalid", `${file}: it is no UTF-8 text.`);
    throw error;
  }
}
