import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOf } from "./line-of";

const line = (message: string | Buffer): string | undefined => lineOf(Buffer.from(message as string))?.toString();

test("one message is one line", () => {
  expect(line("<134>a\r\n")).toBe("<134>a");
  expect(line("\n\0")).toBeUndefined();
  expect(line("<134>a\r\n<134>forged\nmore")).toBe("<134>a <134>forged more");
  expect(line('<134>{\n\t"a": 1\n}')).toBe('<134>{ \t"a": 1 }');
});

test("control characters are written out, and text is UTF-8", () => {
  expect(line("a\u0000b\u001bc\td")).toBe("a#000b#033c\td");
  expect(line(Buffer.from([0x61, 0xff, 0xfe, 0xe9]))).toBe("a\ufffd\ufffd\ufffd");
  expect(line("é<134>ü")).toBe("é<134>ü");
});

test("nothing that a sender writes makes two lines, or a body that is no text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const out = lineOf(Buffer.from(bytes));
      if (out === undefined) return;
      expect([...out].every((c) => c >= 32 || c === 9)).toBe(true);
      expect(Buffer.from(out.toString("utf8"))).toEqual(Buffer.from(out));
    }),
  );
});
