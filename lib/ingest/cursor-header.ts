import type { FileCursor } from "../db/file-cursor";
import { Problem } from "../model/problem";

/** `Waybill-Cursor`, by which the command line says where in a file a batch lies: `file offset line hash hash [anew]`. */
export const cursorHeader = {
  print: (c: FileCursor): string => [c.file, c.offset, c.line, c.prefixHash, c.nextPrefixHash, ...(c.anew ? ["anew"] : [])].join(" "),
  /** @throws {Problem} */
  parse(text: string): FileCursor {
    const m = /^([\w-]{8,64}) (\d{1,15}) (\d{1,10}) ([0-9a-f]{64}) ([0-9a-f]{64})( anew)?$/.exec(text);
    if (!m) throw new Problem("invalid", "Waybill-Cursor is not as the command line writes it.", { header: "Waybill-Cursor" });
    return {
      file: m[1]!,
      offset: Number(m[2]),
      line: Number(m[3]),
      prefixHash: m[4]!,
      nextPrefixHash: m[5]!,
      ...(m[6] ? { anew: true } : {}),
    };
  },
};
