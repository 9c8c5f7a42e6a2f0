/** A command of the command line: bin/commands/<name>.ts exports one as `command`, loaded only when it is called. */
export interface Command {
  /** Equal to the file name. */
  name: string;
  /** One line, for the list of commands. */
  summary: string;
  /** Synopsis and options, as `--help` prints them. */
  usage: string;
  /** @returns the exit code. @throws {Problem} for what the caller can mend, {Usage} for a call that makes no sense. */
  run(args: string[]): Promise<number>;
}

/** The call itself is wrong: exit code 2, with a pointer to the help. */
export class Usage extends Error {
  override readonly name = "Usage";
}
