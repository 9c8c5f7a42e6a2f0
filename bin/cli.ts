import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { env } from "../lib/env";
import { Problem } from "../lib/model/problem";
import { type Command, Usage } from "./command";

/** File names of bin/commands, put in when the bundle is made. */
declare const WAYBILL_COMMANDS: readonly string[];

const load = async (name: string): Promise<Command> => ((await import(`./commands/${name}.ts`)) as { command: Command }).command;

async function help(): Promise<string> {
  const commands = await Promise.all(WAYBILL_COMMANDS.map(load));
  const width = Math.max(...commands.map((c) => c.name.length));
  const rows = commands.map((c) => `  ${c.name.padEnd(width)}  ${c.summary}`);
  return `usage: waybill COMMAND [ARGUMENT ...]\n\n${rows.join("\n")}\n\nwaybill COMMAND --help says more about one.\n`;
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    (name === undefined ? process.stderr : process.stdout).write(await help());
    return name === undefined ? 2 : 0;
  }
  if (!WAYBILL_COMMANDS.includes(name)) {
    process.stderr.write(`waybill: there is no command ${JSON.stringify(name)}; there are ${WAYBILL_COMMANDS.join(", ")}.\n`);
    return 2;
  }
  const command = await load(name);
  const end = rest.indexOf("--");
  if ((end < 0 ? rest : rest.slice(0, end)).some((a) => a === "--help" || a === "-h")) {
    process.stdout.write(`${command.usage.trimEnd()}\n`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    return report(error, name);
  }
}

function report(error: unknown, name: string): number {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Usage || code?.startsWith("ERR_PARSE_ARGS")) {
    // parseArgs explains at length how to pass a word that starts with a dash; its first sentence is enough.
    process.stderr.write(`waybill ${name}: ${message.split(". ", 1)[0]!.replace(/\.$/, "")}. See: waybill ${name} --help\n`);
    return 2;
  }
  if (error instanceof Problem) {
    process.stderr.write(`waybill ${name}: ${error.detail}\n`);
    return 1;
  }
  // A fault of ours: the person gets a number, whoever mends it finds the stack under that number.
  const reference = randomBytes(4).toString("hex");
  let kept = "";
  try {
    mkdirSync(env.stateDir, { recursive: true });
    const file = path.join(env.stateDir, "errors.log");
    appendFileSync(file, `${new Date().toISOString()} ${reference} ${error instanceof Error ? error.stack : message}\n`, { mode: 0o600 });
    kept = `; details are in ${file}`;
  } catch {}
  process.stderr.write(`waybill ${name}: an unexpected error occurred, reference ${reference}${kept}\n`);
  return 1;
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.stderr.on("error", () => {});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
