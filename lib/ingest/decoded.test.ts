import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decoded } from "./decoded";

const text = `${Array.from({ length: 80 }, (_, i) => `line ${i} of ${(i * i * 7919) % 1000} to 203.0.113.${(i * 37) % 250}`).join("\n")}\n`;
// The text by `zstd -19`: sequences, literals in Huffman's code, a checksum.
const zstd = Buffer.from(
  "KLUv/WTICB0OAOajRxWwJYUO51gEFHgYcKRMUqaU5Pol52JGAD0APgCzkdOKW8nH8nAmIr+MZs5bubVzTctdqrYFIypWqrrGI6r1JE0jJC8hO+5tO+vPh2+tJohBt0EMGgwDBUKEAAMhAgACAgYEsim1tm0vyZyK5ZeSp+7I1VvTRth7JVtji1i0r1NxOmVieVInR5tD+eQVUmfXXGyy0jN18nWO4YgJNli1CbGVLrypRqTyEiHTQZaNuyv+5kV5V+skYhES0qlJeTgvucr9ZtAxY5nJS0ycafZqZW2Zjf6qNEcZ4XBrVa9Ogn53fbqp0avkP8ebC9/wUNrhISgND7MH7rNHxeIVac1MHCaQ1TChNgsTZH+YsJGe0aRjd8KEkk0gp7RqyXgzIamA7KghFKbvfwaQWzKMARFQiSse5+2vHPcZ8fg3snzYE1K7Agyo7fBrpkQHvYKoT70rXkLlSD3/oe+qhxWWQRXykKIcFA1tPijQhxeUg6KhzRSWQRXSi6BC2gM/rDu+FpadgynQg2aQH0hCL/LrhRO1Czcgu/w2NDqHEbRDCSDxsAZ/dFojamI1ap84ZtB+2FcsPfDvH4gCa2g97AIRo1k7R6rtJGL4",
  "base64",
);

async function* cut(bytes: Buffer, at: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += at) yield bytes.subarray(i, i + at);
}
async function open(bytes: Buffer, at = 7, maxBytes = 1 << 26): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of decoded(cut(bytes, at), { maxBytes })) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** Frames by hand (RFC 8878, 3.1): a window of 1 KiB × 2^exponent, blocks that are stored or repeat a byte. */
function frame(blocks: { bytes?: Buffer; repeat?: number }[], exponent = 7): Buffer {
  const parts = blocks.map(({ bytes, repeat }, i) => {
    const head = Buffer.alloc(3);
    head.writeUIntLE(((repeat ?? bytes!.length) << 3) | (repeat === undefined ? 0 : 2) | (i === blocks.length - 1 ? 1 : 0), 0, 3);
    return Buffer.concat([head, bytes ?? Buffer.from("a")]);
  });
  return Buffer.concat([magic, Buffer.from([0, exponent << 3]), ...parts]);
}
const skippable = Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]), Buffer.from("hello")]);

test("plain, gzip and zstd are the same text, wherever the network cuts them", async () => {
  for (const at of [1, 2, 7, 100, 5000])
    for (const body of [Buffer.from(text), gzipSync(text), zstd]) expect(await open(body, at)).toBe(text);
});

test("zstd frames follow one another, and others may be skipped between them", async () => {
  const one = frame([{ bytes: Buffer.from("one\n") }, { bytes: Buffer.from("two\n") }]);
  for (const at of [1, 3, 1000])
    expect(await open(Buffer.concat([skippable, one, skippable, zstd, one]), at)).toBe(`one\ntwo\n${text}one\ntwo\n`);
});

test("zstd that ends early says so, wherever it was cut", async () => {
  for (let end = 5; end < zstd.length; end++)
    await expect(open(zstd.subarray(0, end)), `${end}`).rejects.toMatchObject({
      code: "invalid",
      detail: expect.stringContaining("ends early"),
    });
});

test("zstd that is damaged, or asks for what it may not have, is refused", async () => {
  const fault = (body: Buffer) => open(body, 4096).catch((e: { code: string; detail: string }) => `${e.code} ${e.detail}`);
  expect(await fault(frame([{ repeat: 200_000 }]))).toMatch(/^invalid .*block is larger/);
  expect(await fault(frame([{ bytes: Buffer.from("a") }], 14))).toMatch(/^unsupported .*8 MiB/);
  expect(await fault(Buffer.concat([zstd, Buffer.from("not a frame")]))).toMatch(/^invalid .*no frame begins/);
  const dictionary = frame([{ bytes: Buffer.from("a") }]);
  dictionary[4] = 1;
  expect(await fault(dictionary)).toMatch(/^unsupported .*dictionary/);
});

test("what expands too far is refused before it is held", async () => {
  const bomb = frame(Array.from({ length: 100_000 }, () => ({ repeat: 131_072 })));
  const before = process.memoryUsage().rss;
  await expect(open(bomb, 65_536, Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
    code: "too-large",
    detail: expect.stringContaining("200 times"),
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  await expect(open(frame([{ repeat: 2000 }]), 7, 1000)).rejects.toMatchObject({ code: "too-large", at: { limitBytes: 1000 } });
});
