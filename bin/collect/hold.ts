import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { Problem } from "../../lib/model/problem";

/** The name of a socket may be this long on every system. */
const MOST = 100;

export interface Hold {
  release(): Promise<void>;
}

/**
 * Holds a spool for this process, and answers who asks how it goes. A socket rather than a file with a number in it:
 * it answers only while its process lives, however that ends. @throws {Problem} conflict where another one holds it.
 */
export async function hold(folder: string, status: () => unknown): Promise<Hold> {
  const file = socketOf(folder);
  if (file.length > MOST) throw new Problem("invalid", `The spool's path ${folder} is too long; give a shorter one by --spool.`);
  if ((await ask(file)) !== undefined)
    throw new Problem("conflict", `Another waybill collect writes to ${folder}; give this one a folder of its own by --spool.`);
  fs.rmSync(file, { force: true });
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.end(`${JSON.stringify(status())}\n`);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(file, resolve));
  fs.chmodSync(file, 0o600);
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** How the process goes that holds the spool. @throws {Problem} where none does. */
export async function askStatus(folder: string): Promise<string> {
  const answer = await ask(socketOf(folder));
  if (answer === undefined) throw new Problem("not-found", `No waybill collect writes to ${folder}.`);
  return answer;
}

const socketOf = (folder: string): string => path.join(folder, "collect.sock");

const ask = (file: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    let answer = "";
    net
      .connect(file)
      .setEncoding("utf8")
      .on("data", (text) => {
        answer += text;
      })
      .on("end", () => resolve(answer))
      .on("error", () => resolve(undefined));
  });
