import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { asLines } from "./as-lines";
import { openBody, type Wrapping } from "./open-body";

async function* cut(bytes: Buffer, at: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += at) yield bytes.subarray(i, i + at);
}

async function open(body: string | Buffer | object, wrapping?: Wrapping, at = 100) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const known: string[] = [];
  const opening = openBody(cut(bytes, at), wrapping, (b) => known.push(b.toString()));
  const units: string[] = [];
  const offsets: number[] = [];
  for await (const block of opening.blocks) {
    // What is large is let go, as it is where it is read.
    if (block.lines.some((line) => line.length > 10_000)) continue;
    for (const [i, line] of block.lines.entries()) {
      const fault = block.faults.get(i);
      units.push(fault ? JSON.stringify(fault) : line);
      offsets.push(block.offsets?.[i] ?? -1);
    }
  }
  return { units, offsets, known: known.join(""), key: opening.key() };
}

async function lines(body: string): Promise<string> {
  let out = "";
  for await (const chunk of asLines(cut(Buffer.from(body), 100))) out += chunk;
  return out;
}

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const cloudWatch = (...messages: string[]): object => ({
  ...{ messageType: "DATA_MESSAGE", owner: "123456789010", logGroup: "flows", logStream: "eni-1", subscriptionFilters: ["all"] },
  logEvents: messages.map((message, i) => ({ id: `${i}`, timestamp: 1_763_500_000_000, message })),
});

test("a body that is said to be lines is not asked what it is", async () => {
  for (const body of ['[{"a":1}]', '{"records":[{"a":1}]}', '{"resourceLogs":[]}', "PAR1"]) {
    expect((await open(`${body}\nflow`, "lines")).units).toEqual([body, "flow"]);
    expect((await open(`${body}\nflow`).catch(() => ({ units: [] }))).units).not.toEqual([body, "flow"]);
  }
});

test("a plain log is its lines, also where they begin with a bracket", async () => {
  expect((await open("[2026-11-20T12:00:00Z] a\nb\r\nc")).units).toEqual(["[2026-11-20T12:00:00Z] a", "b", "c"]);
  expect((await open('{"a":1}\n{"a":2}\n')).units).toEqual(['{"a":1}', '{"a":2}']);
});

test("arrays, arrays of lines and lists of records are their elements, each with its place", async () => {
  const pretty = JSON.stringify([{ a: 1 }, { b: [2, 3] }], null, 2);
  const { units, offsets, known } = await open(pretty);
  expect(units).toEqual(['{"a":1}', '{"b":[2,3]}']);
  expect(offsets).toEqual([pretty.indexOf("{"), pretty.lastIndexOf("{")]);
  expect(known).toBe(pretty);
  expect((await open(["one", "two\nthree\n"])).units).toEqual(["one", "two", "three"]);
  expect((await open({ records: [{ a: 1 }, { a: 2 }] })).units).toEqual(['{"a":1}', '{"a":2}']);
  expect((await open("[]")).units).toEqual([]);
  expect((await open([{ a: 1 }, 1, null])).units).toEqual([
    '{"a":1}',
    '{"reject":"element is neither an object nor a text"}',
    '{"reject":"element is neither an object nor a text"}',
  ]);
});

test("more elements than a block holds keep their order and their count", async () => {
  const list = Array.from({ length: 5000 }, (_, i) => ({ i }));
  expect((await open(list, undefined, 4096)).units).toEqual(list.map((e) => JSON.stringify(e)));
});

test("CloudWatch's documents are the lines of their events, without a break between them too", async () => {
  const text = JSON.stringify(cloudWatch("one", "two")) + JSON.stringify(cloudWatch("three"));
  expect((await open(text)).units).toEqual(["one", "two", "three"]);
});

test("a Firehose request is its records' lines, whatever its time and however they are packed", async () => {
  const request = (timestamp: number) => ({
    requestId: "r",
    timestamp,
    records: [
      base64("a\nb\n"),
      base64(gzipSync(JSON.stringify(cloudWatch("c", "d")))),
      base64(gzipSync(JSON.stringify({ ...cloudWatch("CWL CONTROL MESSAGE"), messageType: "CONTROL_MESSAGE" }))),
      base64('[{"e":1}]'),
      "not base64!",
      base64(gzipSync("cut").subarray(0, 10)),
      base64('[{"e":'),
    ].map((data) => ({ data })),
  });
  const first = await open(request(1), "firehose");
  expect(first.units).toEqual([
    ...["a", "b", "c", "d", '{"skip":"CloudWatch\'s own control message"}', '{"e":1}'],
    ...['{"reject":"data is not base64"}', '{"reject":"data is damaged gzip, or expands too far"}', '{"reject":"data is damaged JSON"}'],
  ]);
  const again = await open(request(2), "firehose", 7);
  expect(again.known).toBe(first.known);
  await expect(open({ requestId: "r" }, "firehose")).rejects.toMatchObject({ code: "invalid", at: { field: "records" } });
});

test("a gzip within an envelope expands no further than a body may", async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  expect((await open({ records: [{ data: base64(bomb) }] }, "firehose", 65_536)).units).toEqual([
    '{"reject":"data is damaged gzip, or expands too far"}',
  ]);
});

test("what becomes much more than it was is read a bit at a time, or refused", async () => {
  const before = process.memoryUsage().rss;
  // A few bytes a span, and each stands for itself with its resource.
  const resource = { attributes: [{ key: "a", value: { stringValue: "x".repeat(50_000) } }] };
  const spans = Array.from({ length: 20_000 }, () => ({ spanId: "1" }));
  await expect(open({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }, "otlp-json", 65_536)).rejects.toMatchObject({
    code: "too-large",
    detail: expect.stringContaining("512 MiB beyond"),
  });
  const breaks = gzipSync(Buffer.alloc(200_000, "\n"));
  const records = Array.from({ length: 500 }, () => ({ data: base64(breaks) }));
  const refused = (await open({ records }, "firehose", 65_536)).units;
  expect([refused.length, new Set(refused).size, refused[0]]).toEqual([500, 1, expect.stringContaining("expands too far")]);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
});

test("a Pub/Sub push is its data, known by the message; what only looks like one is a line", async () => {
  const push = (deliveryAttempt: number) => ({
    deliveryAttempt,
    message: { attributes: { a: "b" }, data: base64('{"jsonPayload":{}}'), messageId: "1", publishTime: "2026-11-20T12:00:00Z" },
    subscription: "projects/p/subscriptions/s",
  });
  const first = await open(push(1));
  expect(first).toMatchObject({ units: ['{"jsonPayload":{}}'], key: expect.stringMatching(/^pub-sub:[0-9a-f]{64}$/) });
  expect(await open(push(2))).toEqual(first);
  const { message, subscription } = push(1);
  expect((await open({ message, subscription })).key).toBe(first.key);
  expect((await open({ message: { messageId: "2" }, subscription })).units).toEqual(['{"skip":"a message without data"}']);
  const log = '{"message":{"data":"x"}}';
  expect(await open(`${log}\n${log}\n`)).toMatchObject({ units: [log, log], key: undefined });
});

test("Event Grid's events are what their data holds, in both schemas", async () => {
  const own = (id: string, eventType: string, data: unknown) => ({ id, topic: "t", subject: "s", eventType, data, dataVersion: "1" });
  const events = [
    own("1", "Egress.Log", { flow_id: 1, big: "x" }),
    own("2", "Egress.Log", { records: [{ a: 1 }, { a: 2 }] }),
    own("3", "Egress.Log", "line one\nline two"),
    own("4", "Microsoft.Storage.BlobCreated", { url: "https://store.example/a" }),
  ];
  const first = await open(events, "event-grid");
  expect(first.units).toEqual([
    ...['{"flow_id":1,"big":"x"}', '{"a":1}', '{"a":2}', "line one", "line two"],
    '{"skip":"an event about a subscription or a file, which holds no line"}',
  ]);
  expect((await open(JSON.stringify(events, null, 1), "event-grid")).key).toBe(first.key);
  const cloud = { specversion: "1.0", id: "9", source: "/s", type: "egress", data_base64: base64("a\nb") };
  expect((await open(cloud, "event-grid")).units).toEqual(["a", "b"]);
  // 2^53 + 1 stays what it is.
  expect((await open('{"id":"1","type":"t","data":{"flow_id":9007199254740993}}', "event-grid")).units).toEqual([
    '{"flow_id":9007199254740993}',
  ]);
});

test("a file that is no plain log can be cut at line breaks", async () => {
  expect(await lines('[ {"a" : 1},\n "two\\nthree" ]')).toBe('{"a":1}\ntwo\nthree\n');
  expect(await lines("a\nb")).toBe("a\nb");
  const doc = JSON.stringify(cloudWatch("one"));
  expect(await lines(doc + doc)).toBe(`${doc}\n${doc}\n`);
});
