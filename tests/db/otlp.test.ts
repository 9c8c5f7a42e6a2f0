import { gzipSync } from "node:zlib";
import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from "@opentelemetry/sdk-logs";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import protobuf from "protobufjs";
import { expect, test } from "vitest";
import { unpackLines } from "../../lib/db/raw-block";
import { useDatabase } from "./database";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);

const NOW = Math.floor(Date.now() / 1000) - 3600;
const flow = (i: number): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 10.0.0.${i % 9} 203.0.113.${i} ${40_000 + i} 443 6 10 ${1000 + i} ${NOW + i} ${NOW + i + 60} ACCEPT OK`;

/** Sends spans as a program would, and waits until they are in. */
async function sendSpans(exporter: SpanExporter): Promise<void> {
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      ...{ "service.name": "billing", "deployment.environment.name": "production", "host.name": "billing-1" },
      ...{ "k8s.cronjob.name": "nightly-export", "k8s.job.name": "nightly-export-29391840" },
    }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("test");
  const start = NOW * 1000;
  const server = tracer.startSpan("GET /orders", { kind: SpanKind.SERVER, startTime: start });
  for (let i = 0; i < 10; i++) {
    const span = tracer.startSpan(
      "POST",
      {
        kind: SpanKind.CLIENT,
        startTime: start + i * 1000,
        attributes: {
          ...{
            "http.request.method": "POST",
            "url.full": `https://api.payments.example/v1/charges?n=${i}`,
            "server.address": "api.payments.example",
          },
          ...{ "server.port": 443, "network.peer.address": `203.0.113.${i}`, "http.request.resend_count": i % 3 },
          ...(i === 9 ? { "error.type": "ECONNRESET" } : { "http.response.status_code": 200 + i }),
        },
      },
      trace.setSpan(context.active(), server),
    );
    if (i === 9) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(start + i * 1000 + 120);
  }
  server.end(start + 20_000);
  await provider.forceFlush();
  await provider.shutdown();
}

async function sendLogs(exporter: LogRecordExporter, bodies: readonly unknown[]): Promise<void> {
  const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger("test");
  for (const body of bodies) logger.emit({ body: body as string, attributes: { "log.file.name": "flow.log" } });
  await provider.forceFlush();
  await provider.shutdown();
}

async function post(path: string, body: Buffer | object, headers: Record<string, string>) {
  const isJson = !Buffer.isBuffer(body);
  const response = await fetch(receiver.url + path, {
    method: "POST",
    headers: { "content-type": isJson ? "application/json" : "application/x-protobuf", ...headers },
    body: isJson ? JSON.stringify(body) : new Uint8Array(body),
  });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    retry: response.headers.get("retry-after"),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

test("spans of a real SDK, in both encodings, are the calls it made", async () => {
  const stored: unknown[][] = [];
  for (const [name, Exporter] of [
    ["spans-json", JsonTraces],
    ["spans-proto", ProtoTraces],
  ] as const) {
    const { source, token } = await receiver.addSource(name, "otel-spans");
    await sendSpans(new Exporter({ url: `${receiver.url}/v1/traces`, headers: { authorization: `Bearer ${token}` } }) as SpanExporter);
    const { rows } = await database.db.pool.query("select lines, used, skipped, rejected, format from import where source_id = $1", [
      source.id,
    ]);
    expect(rows).toEqual([{ lines: 11, used: 10, skipped: 1, rejected: 0, format: "otel-spans" }]);
    const records = (await receiver.records(source)) as Record<string, unknown>[];
    expect(records.length).toBe(10);
    expect(records[4]).toMatchObject({
      ...{
        time: new Date((NOW + 4) * 1000),
        dst_ip: "203.0.113.4",
        host: "api.payments.example",
        host_origin: "url",
        port: 443,
        status: 204,
      },
      ...{
        attempt: 1,
        answered: true,
        duration_ms: 120,
        kind: "request",
        direction: "outbound",
        service: "billing",
        run: "nightly-export-29391840",
      },
    });
    expect(records[9]).toMatchObject({ status: null, answered: false });
    expect(records[0]!.trace_id).toMatch(/^[0-9a-f]{32}$/);
    stored.push(records.map(({ session_id: _, trace_id: __, ...record }) => record));
  }
  expect(stored[0]).toEqual(stored[1]);
});

test("logs of a real SDK are the lines they hold, in the source's format or the one they tell", async () => {
  const { source: plain, token: plainToken } = await receiver.addSource("plain", "aws-vpcflow");
  const lines = Array.from({ length: 25 }, (_, i) => flow(i));
  await fetch(`${receiver.url}/api/ingest/plain`, {
    method: "POST",
    headers: { authorization: `Bearer ${plainToken}` },
    body: lines.join("\n"),
  });
  const expected = await receiver.records(plain);
  expect(expected.length).toBe(25);
  for (const [name, format, Exporter] of [
    ["logs-json", "aws-vpcflow", JsonLogs],
    ["logs-proto", "auto", ProtoLogs],
    ["logs-spans", "otel-spans", ProtoLogs],
  ] as const) {
    const { source, token } = await receiver.addSource(name, format);
    await sendLogs(new Exporter({ url: `${receiver.url}/v1/logs`, headers: { authorization: `Bearer ${token}` } }), lines);
    expect(await receiver.records(source)).toEqual(expected);
  }
  // An object for a body, as a Collector makes it of a parsed line.
  const { source, token } = await receiver.addSource("logs-object", "auto");
  const [version, account, eni, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, action, status] =
    flow(3).split(" ");
  const body = {
    version,
    "account-id": account,
    "interface-id": eni,
    srcaddr,
    dstaddr,
    srcport,
    dstport,
    protocol,
    packets,
    bytes,
    start,
    end,
    action,
    "log-status": status,
  };
  await sendLogs(new ProtoLogs({ url: `${receiver.url}/v1/logs`, headers: { authorization: `Bearer ${token}` } }), [body]);
  expect(await receiver.records(source)).toEqual([expected[3]]);
});

// ExportLogsServiceResponse, and google.rpc.Status.
const { root } = protobuf.parse(`syntax = "proto3"; message Response { Partial partial_success = 1; }
message Partial { int64 rejected = 1; string error_message = 2; } message Status { int32 code = 1; string message = 2; }`);
const decode = (type: string, body: Buffer) => root.lookupType(type).toObject(root.lookupType(type).decode(body), { longs: Number });

const value = (v: string | number) => (typeof v === "number" ? { intValue: String(v) } : { stringValue: v });
const attributes = (o: Record<string, string | number>) => Object.entries(o).map(([key, v]) => ({ key, value: value(v) }));
const logs = (bodies: readonly string[]) => ({
  resourceLogs: [
    { resource: {}, scopeLogs: [{ scope: {}, logRecords: bodies.map((b) => ({ timeUnixNano: `${NOW}000000000`, body: value(b) })) }] },
  ],
});

test("what was quarantined is told as partial success, in the encoding of the request; again, the same", async () => {
  const { token } = await receiver.addSource("partial", "aws-vpcflow");
  const authorization = `Bearer ${token}`;
  const request = logs([flow(1), "no flow", flow(2), "none either"]);
  for (const encoding of ["identity", "gzip"]) {
    const headers = { authorization, "content-encoding": encoding };
    const answer = await post("/v1/logs", request, headers);
    expect(answer).toMatchObject({ status: 200, type: "application/json" });
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      partialSuccess: { rejectedLogRecords: "2", errorMessage: expect.stringContaining("quarantine") },
    });
  }
  expect(JSON.parse((await post("/v1/logs", logs([flow(5)]), { authorization })).body.toString())).toEqual({});
  expect(JSON.parse((await post("/v1/logs", {}, { authorization })).body.toString())).toEqual({});
  // The same by protobuf, written by hand: ResourceLogs(1) > ScopeLogs(2) > LogRecord(2) > body(5) > string(1).
  const wrap = (tag: number, inner: Buffer): Buffer => Buffer.concat([Buffer.from([tag, inner.length]), inner]);
  const proto = wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, wrap(0x0a, Buffer.from("no flow at all"))))));
  const answer = await post("/v1/logs", gzipSync(proto), { authorization, "content-encoding": "gzip" });
  expect(answer).toMatchObject({ status: 200, type: "application/x-protobuf" });
  expect(decode("Response", answer.body)).toMatchObject({
    partialSuccess: { rejected: 1, errorMessage: expect.stringContaining("quarantine") },
  });
});

test("what is refused is a Status in the encoding of the request", async () => {
  const { token } = await receiver.addSource("refused", "aws-vpcflow");
  const authorization = `Bearer ${token}`;
  const anonymous = await post("/v1/traces", Buffer.from([]), {});
  expect([anonymous.status, decode("Status", anonymous.body).code]).toEqual([401, 16]);
  const damaged = await post("/v1/traces", Buffer.from([0x0a, 0x7f, 1]), { authorization });
  expect([damaged.status, decode("Status", damaged.body)]).toEqual([
    400,
    { code: 3, message: expect.stringContaining("protobuf is damaged at byte 2") },
  ]);
  const json = await post("/v1/logs", Buffer.from('{"resourceLogs":[{"scopeLogs"'), { authorization, "content-type": "application/json" });
  expect([json.status, JSON.parse(json.body.toString())]).toEqual([400, { code: 3, message: expect.stringContaining("ends early") }]);
  expect((await post("/v1/logs", Buffer.from("a"), { authorization, "content-type": "text/plain" })).status).toBe(415);
  const large = await post("/v1/logs", Buffer.alloc(33 * 1024 * 1024), { authorization });
  expect([large.status, decode("Status", large.body)]).toEqual([413, { code: 8, message: expect.stringContaining("smaller batches") }]);
});

test("a flow log that the Collector took apart is the flow log that AWS wrote", async () => {
  const { source: plain, token: plainToken } = await receiver.addSource("flow-lines", "aws-vpcflow");
  await fetch(`${receiver.url}/api/ingest/flow-lines`, {
    method: "POST",
    headers: { authorization: `Bearer ${plainToken}` },
    body: flow(7),
  });
  const { source, token } = await receiver.addSource("flow-attributes", "auto");
  const record = {
    timeUnixNano: `${NOW + 67}000000000`,
    attributes: attributes({
      ...{
        "aws.vpc.flow.log.version": 2,
        "network.interface.name": "eni-0a1b2c3d4e5f60718",
        "source.address": "10.0.0.7",
        "destination.address": "203.0.113.7",
      },
      ...{
        "source.port": 40_007,
        "destination.port": 443,
        "network.protocol.name": "tcp",
        "aws.vpc.flow.packets": 10,
        "aws.vpc.flow.bytes": 1007,
      },
      ...{ "aws.vpc.flow.start": NOW + 7, "aws.vpc.flow.action": "ACCEPT", "aws.vpc.flow.status": "OK" },
    }),
  };
  const call = {
    timeUnixNano: `${NOW}000000000`,
    attributes: attributes({ "rpc.method": "PutObject", "rpc.service": "s3.amazonaws.com" }),
  };
  const group = (tag: string, logRecords: object[]) => ({
    resource: { attributes: attributes({ "cloud.provider": "aws", "cloud.account.id": "123456789010" }) },
    scopeLogs: [{ scope: { name: "awslogsencodingextension", attributes: attributes({ "encoding.format": tag }) }, logRecords }],
  });
  const request = { resourceLogs: [group("aws.cloudtrail", [call]), group("aws.vpcflow", [record])] };
  expect((await post("/v1/logs", request, { authorization: `Bearer ${token}` })).status).toBe(200);
  const { rows } = await database.db.pool.query("select lines, used, skipped, rejected from import where source_id = $1", [source.id]);
  expect(rows).toEqual([{ lines: 2, used: 1, skipped: 1, rejected: 0 }]);
  expect(await receiver.records(source)).toEqual(await receiver.records(plain));
});

test("what spans tell of people and secrets rests nowhere", async () => {
  const { token } = await receiver.addSource("hidden", "otel-spans");
  const planted = [
    "Thaddeus.Pemberly",
    "sk-planted-1",
    "planted-cookie",
    "planted-password",
    "/home/planted/app.js",
    "planted-value",
    "planted said",
  ];
  const [user, key, cookie, password, argument, query, error] = planted as [string, string, string, string, string, string, string];
  const list = (...texts: string[]) => ({ arrayValue: { values: texts.map((stringValue) => ({ stringValue })) } });
  const span = {
    ...{
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      name: "GET",
      kind: 3,
      status: { code: 2, message: error },
    },
    ...{ startTimeUnixNano: `${NOW}000000000`, endTimeUnixNano: `${NOW}100000000` },
    attributes: [
      ...attributes({
        "http.request.method": "GET",
        "url.full": `https://svc:${password}@api.payments.example/v1/x?q=${query}`,
        "enduser.id": user,
      }),
      ...attributes({ "db.query.text": `select '${query}'`, "url.query": `q=${query}` }),
      { key: "http.request.header.x-api-key", value: list(key) },
      { key: "http.request.header.cookie", value: list("a=1", cookie) },
    ],
    events: [{ name: "exception", attributes: attributes({ "exception.message": error }) }],
  };
  const resource = {
    attributes: [...attributes({ "service.name": "billing" }), { key: "process.command_args", value: list("node", argument) }],
  };
  const sent = await post(
    "/v1/traces",
    { resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: [span] }] }] },
    { authorization: `Bearer ${token}` },
  );
  expect(sent.body.toString()).toBe("{}");
  const blocks = await database.db.prisma.rawBlock.findMany();
  const text = [(await Promise.all(blocks.map(async (b) => String(await unpackLines(b.data))))).join("\n")];
  expect(text[0]).toContain("b7ad6b7169203331");
  const { rows: tables } = await database.db.pool.query<{ t: string }>("select tablename as t from pg_tables where schemaname = 'public'");
  for (const { t } of tables) text.push(JSON.stringify((await database.db.pool.query(`select x::text as r from "${t}" x`)).rows));
  for (const secret of planted) for (const t of text) expect(t).not.toContain(secret);
});

test("a file of the Collector's exporter is its records, a document a line", async () => {
  const { source, token } = await receiver.addSource("file", "aws-vpcflow");
  const body = `${JSON.stringify(logs([flow(1), flow(2)]))}\n${JSON.stringify(logs([flow(3)]))}\n`;
  const response = await fetch(`${receiver.url}/api/ingest/file`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body });
  expect(await response.json()).toMatchObject({ lines: 3, used: 3 });
  expect((await receiver.records(source)).length).toBe(3);
});
