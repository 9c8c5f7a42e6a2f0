import fc from "fast-check";
import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { resourceLogs, resourceSpans } from "./otlp-schema";
import { WireFault, WireReader } from "./protobuf";

// The part of opentelemetry-proto that is read, for protobufjs to write and to read: an opinion that is not ours.
const { root } = protobuf.parse(`syntax = "proto3"; package otlp;
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
  ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7; } }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
message Status { string message = 2; int32 code = 3; }
message Span { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10;
  repeated Event events = 11; Status status = 15; fixed32 flags = 16; }
message LogRecord { fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; fixed32 flags = 8; bytes trace_id = 9; bytes span_id = 10; fixed64 observed_time_unix_nano = 11; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
message Traces { repeated ResourceSpans resource_spans = 1; }
message Logs { repeated ResourceLogs resource_logs = 1; }`);
const limits = { depth: 64, fields: 100_000 };

const bytes = fc.uint8Array({ maxLength: 16 }).map((b) => Buffer.from(b));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.record({ stringValue: fc.string({ unit: "grapheme" }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ bytesValue: bytes }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: tie("attributes") }) }),
  ),
  attributes: fc.array(fc.record({ key: fc.string(), value: tie("value") }), { maxLength: 3 }),
}));
const attributes = fc.array(fc.record({ key: fc.string(), value }), { maxLength: 4 });
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const scope = fc.record({ name: fc.string(), version: fc.string(), attributes });
const span = fc.record(
  {
    ...{
      traceId: bytes,
      spanId: bytes,
      traceState: fc.string(),
      parentSpanId: bytes,
      name: fc.string(),
      kind: fc.integer({ min: -5, max: 7 }),
    },
    ...{ startTimeUnixNano: nanos, endTimeUnixNano: nanos, attributes, droppedAttributesCount: fc.nat() },
    ...{ events: fc.array(fc.record({ name: fc.string(), attributes }), { maxLength: 2 }), flags: fc.nat() },
    status: fc.record({ message: fc.string(), code: fc.integer({ min: 0, max: 2 }) }),
  },
  { requiredKeys: [] },
);
const logRecord = fc.record(
  {
    ...{ timeUnixNano: nanos, severityNumber: fc.nat(24), severityText: fc.string(), body: value, attributes, flags: fc.nat() },
    ...{ traceId: bytes, spanId: bytes, observedTimeUnixNano: nanos },
  },
  { requiredKeys: [] },
);
const traces = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(fc.record({ scope, spans: fc.array(span, { maxLength: 3 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});
const logs = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeLogs: fc.array(fc.record({ scope, logRecords: fc.array(logRecord, { maxLength: 3 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});

/** What protobufjs reads, without what we read past, ids as OTLP writes them, and without what is the default. */
function theirs(type: protobuf.Type, encoded: Uint8Array): unknown {
  const object = type.toObject(type.decode(encoded), { longs: String, bytes: Buffer, defaults: false });
  return strip(JSON.parse(JSON.stringify(object, (key, v) => replace(key, v))));
}
const past = new Set(["events", "traceState", "flags", "droppedAttributesCount", "severityNumber", "severityText", "schemaUrl"]);
function replace(key: string, v: unknown): unknown {
  if (past.has(key)) return undefined;
  const isBytes = typeof v === "object" && v !== null && (v as { type?: unknown }).type === "Buffer";
  if (!isBytes) return v;
  return Buffer.from((v as { data: number[] }).data).toString(/Id$/.test(key) ? "hex" : "base64");
}
/** Proto3 may write a default or not; both mean it. */
function strip(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(strip);
  if (typeof v !== "object" || v === null) return v;
  const isValue = Object.keys(v).length === 1 && /Value$/.test(Object.keys(v)[0]!);
  return Object.fromEntries(
    Object.entries(v)
      .map(([k, x]) => [k, strip(x)] as const)
      .filter(([, x]) => isValue || !(x === "" || x === 0 || x === "0" || (Array.isArray(x) && x.length === 0))),
  );
}

test("reads what protobufjs writes as protobufjs does", () => {
  for (const [name, list, generator, message] of [
    ["Traces", "resourceSpans", traces, resourceSpans],
    ["Logs", "resourceLogs", logs, resourceLogs],
  ] as const) {
    const type = root.lookupType(`otlp.${name}`);
    fc.assert(
      fc.property(generator as fc.Arbitrary<object>, (request) => {
        const encoded = type.encode(type.fromObject(request)).finish();
        const ours = [...new WireReader(Buffer.from(encoded), limits).each(1, message)].map((m) => m.value);
        const expected = theirs(type, encoded) as Record<string, unknown[]>;
        expect(strip(JSON.parse(JSON.stringify(ours)))).toEqual(expected[list] ?? []);
      }),
      { numRuns: 300 },
    );
  }
});

test("any bytes end in messages or in a fault, and quickly", () => {
  const read = (b: Uint8Array) => {
    try {
      return [...new WireReader(Buffer.from(b), limits).each(1, resourceSpans)].length;
    } catch (error) {
      expect(error).toBeInstanceOf(WireFault);
      return -1;
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (b) => void read(b)),
    { numRuns: 2000 },
  );
  // Mutations of what is valid go deeper than noise.
  const type = root.lookupType("otlp.Traces");
  fc.assert(
    fc.property(traces, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(), (request, flips, cut) => {
      const encoded = Buffer.from(type.encode(type.fromObject(request)).finish());
      for (const [at, byte] of flips) if (encoded.length > 0) encoded[at % encoded.length] = byte;
      read(encoded);
      read(encoded.subarray(0, cut % (encoded.length + 1)));
    }),
    { numRuns: 500 },
  );
});

test("depth and number of fields have their limits", () => {
  const wrap = (tag: number, inner: Buffer) => Buffer.concat([Buffer.from([tag, ...length(inner.length)]), inner]);
  let value = Buffer.from([0x0a, 0x01, 0x61]);
  for (let i = 0; i < 60; i++) value = wrap(0x2a, wrap(0x0a, value));
  const logs = wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, value))));
  expect(() => [...new WireReader(logs, limits).each(1, resourceLogs)]).toThrow(/deeper than 64/);
  const many = wrap(0x0a, Buffer.concat(Array.from({ length: 100_001 }, () => Buffer.from([0x12, 0x00]))));
  expect(() => [...new WireReader(many, limits).each(1, resourceLogs)]).toThrow(/more than 100000 fields/);
});

function length(n: number): number[] {
  return n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...length(n >>> 7)];
}
