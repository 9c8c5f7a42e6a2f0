import type { Emit, Format, Reader, ReadOptions } from "./format";
import { readSyslogHeader } from "./readers/syslog";

/**
 * Opens a format for lines as they travel: what a format cannot read is read again without the syslog header before it.
 * Lines of other ways in cost nothing by this; formats whose header says something read it themselves first.
 */
export function openFormat(format: Format, options: ReadOptions): Reader {
  const reader = format.open(options);
  let target: Emit;
  let refused: string | undefined;
  const listen: Emit = {
    found: (connection, personal) => target.found(connection, personal),
    skip: (reason, fields, window) => target.skip(reason, fields, window),
    reject: (reason) => {
      refused = reason;
    },
  };
  return {
    // What is read from its bytes begins as its format begins: no header stands before it.
    readBytes: reader.readBytes && ((bytes, from, emit) => reader.readBytes!(bytes, from, emit)),
    get isPlain() {
      return reader.isPlain;
    },
    read(unit, emit) {
      target = emit;
      refused = undefined;
      reader.read(unit, listen);
      if (refused === undefined) return;
      const message = withoutHeader(unit);
      if (message === undefined) return emit.reject(refused);
      reader.read(message, emit);
    },
    end: reader.end && ((emit) => reader.end!(emit)),
  };
}

/** The message behind a syslog header; undefined where the line has none, or nothing behind it. */
export function withoutHeader(line: string): string | undefined {
  const at = readSyslogHeader(line)?.at ?? 0;
  return at > 0 && at < line.length ? line.slice(at) : undefined;
}
