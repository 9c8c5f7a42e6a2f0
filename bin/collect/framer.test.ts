import fc from "fast-check";
import { expect, test } from "vitest";
import { Framer, type Framing, MAX_MESSAGE } from "./framer";

function frame(stream: Buffer, cuts: readonly number[] = [], framing: Framing = "auto", isWhole = true) {
  const messages: string[] = [];
  const framer = new Framer(framing, (m) => messages.push(m.toString("latin1")));
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    // A copy: a socket's memory is its own, too.
    framer.push(Buffer.from(stream.subarray(from, cut)));
    from = Math.max(from, cut);
  }
  framer.push(Buffer.from(stream.subarray(from)));
  const isWithin = framer.isWithin;
  framer.end(isWhole);
  return { messages, faults: framer.faults, isWithin };
}
const text = (s: string, ...rest: [number[]?, Framing?, boolean?]) => frame(Buffer.from(s, "latin1"), ...rest);
const counted = (message: string): string => `${message.length} ${message}`;

test("messages behind their octet count, whatever they hold", () => {
  const messages = ["<134>1 - fw - - - - a", "<134>b\nc\n", "<13>12 <34>d"];
  expect(text(messages.map(counted).join(""))).toEqual({ messages, faults: 0, isWithin: false });
  // Some senders end a counted message with a line break that they do not count.
  expect(text(messages.map((m) => `${counted(m)}\n`).join("")).messages).toEqual(messages);
});

test("lines ended by LF, CRLF or NUL; the last one needs no end where the sender closed", () => {
  expect(text("<134>a\n<134>b\r\n\n<134>c\0<134>d").messages).toEqual(["<134>a", "<134>b\r", "<134>c", "<134>d"]);
  expect(text("<134>a\n<134>b", [], "auto", false)).toMatchObject({ messages: ["<134>a"], faults: 1 });
});

test("a line that begins with a number is no octet count", () => {
  const flow = "2 123456789010 eni-0a1b 10.0.0.1 203.0.113.9 40000 443 6 10 1000 1772323200 1772323260 ACCEPT OK";
  expect(text(`${flow}\n${flow}\n`).messages).toEqual([flow, flow]);
  expect(text("1772323200.123 56 10.0.0.1 TCP_TUNNEL/200\n").messages).toEqual(["1772323200.123 56 10.0.0.1 TCP_TUNNEL/200"]);
  // Said by the operator, a count needs no PRI behind it.
  expect(text(counted(flow).repeat(2), [], "octet-counted").messages).toEqual([flow, flow]);
  expect(text("5 <13>a\n", [], "newline").messages).toEqual(["5 <13>a"]);
});

test("a sender that loses count is read up to its line break, and counted again from there", () => {
  expect(text(`${counted("<1>a")}<2>astray\n${counted("<3>c")}`)).toEqual({
    messages: ["<1>a", "<2>astray", "<3>c"],
    faults: 1,
    isWithin: false,
  });
  expect(text("9 <1>a")).toEqual({ messages: [], faults: 1, isWithin: true });
  expect(text("99999999 <1>a\n").messages).toEqual(["99999999 <1>a"]);
});

test("a message that never ends is cut off once, and the next one is whole", () => {
  const long = "x".repeat(MAX_MESSAGE + 5000);
  for (const stream of [`<1>${long}\n<2>b\n`, counted(`<1>${long}`) + counted("<2>b")]) {
    const { messages } = text(stream, [70_000, 140_000, 200_000]);
    expect(messages.map((m) => m.length)).toEqual([MAX_MESSAGE, 4]);
  }
});

const message = fc.string({ unit: fc.constantFrom("a", "<", ">", "1", "9", " ", "\n", "\0", "\r", "\xff"), maxLength: 30 });
const stream = fc.oneof(
  fc.array(message, { maxLength: 12 }).map((all) => all.map((m) => counted(`<1>${m}`)).join("")),
  fc.array(message, { maxLength: 12 }).map((all) => all.join("\n")),
  message.map((m) => m.repeat(20)),
);

test("any split of a stream gives the same messages", () => {
  fc.assert(
    fc.property(
      stream,
      fc.constantFrom<Framing>("auto", "octet-counted", "newline"),
      fc.array(fc.nat(400), { maxLength: 40 }),
      fc.boolean(),
      (s, framing, cuts, isWhole) => {
        const bytes = Buffer.from(s, "latin1");
        const within = cuts.map((c) => Math.min(c, bytes.length));
        expect(frame(bytes, within, framing, isWhole)).toEqual(frame(bytes, [], framing, isWhole));
      },
    ),
    { numRuns: 3000 },
  );
});

test("one byte at a time costs no second look at what came before", () => {
  const framer = new Framer("newline", () => {});
  const byte = Buffer.from("x");
  const from = performance.now();
  for (let i = 0; i < 150_000; i++) framer.push(byte);
  expect(performance.now() - from).toBeLessThan(4_000);
  expect(framer.isWithin).toBe(true);
});
