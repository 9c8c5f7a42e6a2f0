import { Readable } from "node:stream";

/** Lines as they come for ever, of several kinds; made as they are read. */
export interface Input {
  name: string;
  format: string;
  line(i: number): string;
}

const at = Math.floor(Date.now() / 1000) - 7200;

export const inputs: readonly Input[] = [
  {
    name: "flow logs",
    format: "aws-vpcflow",
    line: (i) =>
      `2 123456789010 eni-0a1b2c3d4e5f60718 10.${i % 4}.${(i >> 3) % 200}.${i % 250} 203.0.113.${(i * 7) % 250} ${32_768 + (i % 28_000)} 443 6 ${1 + (i % 40)} ${100 + (i % 90_000)} ${at + (i % 3600)} ${at + (i % 3600)} ACCEPT OK`,
  },
  {
    name: "requests, each to another host and path",
    format: "squid",
    line: (i) =>
      `${at + (i % 3600)}.000 ${i % 900} 10.${i % 4}.0.${i % 250} TCP_MISS/200 ${i % 60_000} GET http://h${i.toString(36)}.d${(i * 7919).toString(36)}.example/p${i.toString(36)}/x - HIER_DIRECT/203.0.113.${i % 250} text/html`,
  },
  { name: "lines that are none, of 2 KB", format: "aws-vpcflow", line: (i) => `${i} ${"no record ".repeat(200)}` },
];

/** @param most lines or bytes, whichever ends it first. */
export function streamOf(input: Input, most: { lines: number; bytes: number }, count: { lines: number }): Readable {
  return Readable.from(
    (function* () {
      let bytes = 0;
      while (count.lines < most.lines && bytes < most.bytes) {
        let text = "";
        while (text.length < 256 * 1024 && count.lines < most.lines) text += `${input.line(count.lines++)}\n`;
        bytes += text.length;
        yield Buffer.from(text);
      }
    })(),
    { objectMode: false },
  );
}
