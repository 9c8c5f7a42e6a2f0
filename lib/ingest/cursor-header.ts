import type { FileCursor } from "../db/file-cursor";
import { Problem } from "../model/problem";

/** `Waybill-Cursor`, by which the command line says where in a file a batch lies: `file offset end line hash hash[ anew][ version=…]`. */
export const cursorHeader = {
  print: (c: FileCursor): string =>
    [c.file, c.offset, c.end, c.line, c.prefixHash, c.nextPrefixHash]
      .concat(c.anew ? "anew" : [], c.version === undefined ? [] : `version=${c.version}`)
      .join(" "),
  /** @throws {Problem} */
  parse(text: string): FileCursor {
    const m = /^([\w-]{8,64}) (\d{1,15}) (\d{1,15}) (\d{1,10}) ([0-9a-f]{64}) ([0-9a-f]{64})( anew)?(?: version=([\w-]{1,64}))?$/.exec(
      text,
    );
    if (!m) throw new Problem("invalid", "Waybill-Cursor is not as the command line writes it.", { header: "Waybill-Cursor" });
    return {
      file: m[1]!,
      offset: Number(m[2]),
      end: Number(m[3]),
      line: Number(m[4]),
      prefixHash: m[5]!,
      nextPrefixHash: m[6]!,
      ...(m[7] ? { anew: true } : {}),
      ...(m[8] ? { version: m[8] } : {}),
    };
  },
};
