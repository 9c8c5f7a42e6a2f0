import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileTemplate } from "./line-template";

const read = (template: string, line: string) => {
  const compiled = compileTemplate(template);
  if (typeof compiled === "string") throw new Error(compiled);
  const values = compiled.read(line);
  return Array.isArray(values) ? Object.fromEntries(compiled.names.map((name, i) => [name, values[i]])) : values;
};

describe("a template", () => {
  test("takes each value up to the next text", () => {
    expect(read("{time} src={src} -> {dst}:{port}", "10:00 src=10.0.0.1 -> 192.0.2.1:443")).toEqual({
      time: "10:00",
      src: "10.0.0.1",
      dst: "192.0.2.1",
      port: "443",
    });
  });
  test("takes one blank for several, and passes over what has no name", () => {
    expect(read("{a} {} {b}", "x    y   z w")).toEqual({ a: "x", "": "y", b: "z w" });
    expect(read("a b {c}", "a   b  see")).toEqual({ c: "see" });
  });
  test("looks for the closing text from the end: the value may hold it", () => {
    expect(read('ua="{agent}"', 'ua="a "quoted" word"  ')).toEqual({ agent: 'a "quoted" word' });
  });
  test("writes a brace twice", () => {
    expect(read("{{{a}}", "{x}")).toEqual({ a: "x" });
  });
  test("says behind which name the line goes another way", () => {
    expect(read("{a}: {b} end", "x: y")).toEqual({ missing: "b" });
    expect(read("{a}: {b}", "x y")).toEqual({ missing: "a" });
    expect(read("from {a}", "to x")).toEqual({ missing: "" });
  });
  test("is refused with a reason where values could not be told apart", () => {
    for (const template of [
      "",
      "no name",
      "{a}{b}",
      "{a} {a}",
      "{a",
      "{a$b} x",
      `{a} ${Array.from({ length: 64 }, (_, i) => `{b${i}}`).join(" ")}`,
    ])
      expect(compileTemplate(template), template).toBeTypeOf("string");
  });
  test("gives back what it was made of", () => {
    const word = fc.stringMatching(/^[a-z0-9.:-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const template = words.map((_, i) => `{f${i}}`).join(" | ");
        expect(Object.values(read(template, words.join(" | ")))).toEqual(words);
      }),
    );
  });
  test("never throws, and takes 64 KiB of anything in 50 ms", () => {
    const templates = ["{a} {b} {c}", "{a} x y z {b}", "aaaa{a}aaaa{b}aaaab", "{a}   {b}", '"{a}" "{b}" [{c}]', "{a} a a a b{b}"].map((t) =>
      compileTemplate(t),
    );
    for (const template of templates) if (typeof template === "string") throw new Error(template);
    const run = (line: string): void => {
      for (const template of templates) if (typeof template !== "string") template.read(line);
    };
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), run));
    for (const text of [" ", "a", "a ", '"', '" ', "[", "x ", "x y ", "  x"]) {
      const line = text.repeat((64 * 1024) / text.length);
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 5 && best > 50; i++) {
        const from = process.cpuUsage();
        run(line);
        const { user, system } = process.cpuUsage(from);
        best = Math.min(best, (user + system) / 1000);
      }
      expect(best, JSON.stringify(text)).toBeLessThan(50);
    }
  });
});
