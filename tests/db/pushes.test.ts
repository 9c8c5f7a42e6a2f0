import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Source } from "../../lib/db/source";
import { useDatabase } from "./database";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);

const NOW = Math.floor(Date.now() / 1000) - 3600;
const flow = (i: number): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 10.0.0.${i % 9} 203.0.113.${i} ${40_000 + i} 443 6 10 ${1000 + i} ${NOW + i} ${NOW + i + 60} ${i % 3 === 0 ? "REJECT" : "ACCEPT"} OK`;
const flows = Array.from({ length: 40 }, (_, i) => flow(i));
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const cloudWatch = (lines: readonly string[], messageType = "DATA_MESSAGE"): Buffer =>
  gzipSync(
    JSON.stringify({
      ...{ messageType, owner: "123456789010", logGroup: "/flows", logStream: "eni-0a1b", subscriptionFilters: ["all"] },
      logEvents: lines.map((message, i) => ({ id: `3${i}`, timestamp: NOW * 1000, message })),
    }),
  );

let made = 0;
const plain = async (lines: readonly string[], format: string): Promise<unknown[]> => {
  const { source, token } = await receiver.addSource(`plain-${made++}`, format);
  await post(`/api/ingest/${source.name}`, lines.join("\n"), { authorization: `Bearer ${token}` });
  return receiver.records(source);
};

async function post(path: string, body: string | Buffer | object, headers: Record<string, string> = {}) {
  const response = await fetch(receiver.url + path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}
const account = async (source: Source) =>
  (
    await database.db.pool.query(
      "select lines, used, duplicates, skipped, rejected, bytes::int from import where source_id = $1 order by id",
      [source.id],
    )
  ).rows;

test("Firehose: records of many lines, and CloudWatch's in them, are their plain lines; the answer is Firehose's", async () => {
  const { source, token } = await receiver.addSource("firehose", "auto");
  const headers = {
    "x-amz-firehose-request-id": "ed4acda5-034f-9f42-bba1-f29aea6d7d8f",
    "x-amz-firehose-access-key": token,
    "content-type": "application/json",
  };
  const request = (timestamp: number) => ({
    requestId: headers["x-amz-firehose-request-id"],
    timestamp,
    records: [
      cloudWatch(["CWL CONTROL MESSAGE: Checking health of destination Firehose."], "CONTROL_MESSAGE"),
      Buffer.from(`${flows.slice(0, 10).join("\n")}\n`),
      cloudWatch(flows.slice(10, 39)),
      Buffer.from(flows[39]!),
    ].map((data) => ({ data: base64(data) })),
  });
  const first = await post("/api/ingest/firehose", request(1), headers);
  expect(first.status).toBe(200);
  expect(first.headers.get("content-type")).toBe("application/json");
  expect(Object.keys(first.body)).toEqual(["requestId", "timestamp"]);
  expect(first.body.requestId).toBe(headers["x-amz-firehose-request-id"]);
  expect(Math.abs(Date.now() - Number(first.body.timestamp))).toBeLessThan(60_000);
  expect(await account(source)).toMatchObject([{ lines: 41, used: 40, skipped: 1, rejected: 0 }]);
  const records = await receiver.records(source);
  expect(records.length).toBe(40);
  expect(records).toEqual(await plain(flows, "aws-vpcflow"));
  // Tried again, with another time and compressed: nothing is added.
  const again = await post("/api/ingest/firehose", gzipSync(JSON.stringify(request(2))), { ...headers, "content-encoding": "gzip" });
  expect(again.status).toBe(200);
  expect((await receiver.records(source)).length).toBe(40);
  // The same id for something else is no repetition.
  const other = { ...request(3), records: [{ data: base64(flow(77)) }] };
  expect(await post("/api/ingest/firehose", other, headers)).toMatchObject({
    status: 409,
    body: { requestId: headers["x-amz-firehose-request-id"], errorMessage: expect.stringContaining("another body") },
  });
});

test("Firehose: what goes wrong is said in its own words", async () => {
  await receiver.addSource("firehose-wrong", "aws-vpcflow");
  const { token } = await receiver.addSource("firehose-right", "aws-vpcflow");
  const headers = { "x-amz-firehose-request-id": "r-1" };
  expect(await post("/api/ingest/firehose-right", { records: [] }, headers)).toMatchObject({
    status: 401,
    body: { requestId: "r-1", timestamp: expect.any(Number), errorMessage: expect.stringContaining("token") },
  });
  expect(await post("/api/ingest/firehose-wrong", { records: [] }, { ...headers, "x-amz-firehose-access-key": token })).toMatchObject({
    status: 403,
  });
  expect(await post("/api/ingest/firehose-right", { requestId: "r-1" }, { ...headers, "x-amz-firehose-access-key": token })).toMatchObject({
    status: 400,
    body: { errorMessage: expect.stringContaining("no records") },
  });
  expect(
    await post("/api/ingest/firehose-right", '{"records":[{"data":"YWJj', { ...headers, "x-amz-firehose-access-key": `Bearer ${token}` }),
  ).toMatchObject({
    status: 400,
    body: { errorMessage: expect.stringContaining("ends early") },
  });
});

test("a source that tells its format from the lines takes CloudWatch's first control message", async () => {
  const { source, token } = await receiver.addSource("control", "auto");
  const control = { records: [{ data: base64(cloudWatch(["CWL CONTROL MESSAGE"], "CONTROL_MESSAGE")) }] };
  expect(
    await post("/api/ingest/control", control, { "x-amz-firehose-request-id": "c", "x-amz-firehose-access-key": token }),
  ).toMatchObject({ status: 200 });
  expect(await account(source)).toMatchObject([{ lines: 1, skipped: 1 }]);
});

test("Pub/Sub: a push is its message's data, once, however often it is delivered", async () => {
  const { source, token } = await receiver.addSource("pubsub", "aws-vpcflow");
  const push = (i: number, deliveryAttempt: number) => ({
    deliveryAttempt,
    message: {
      attributes: {},
      data: base64(flows[i]!),
      messageId: `20705${i}`,
      message_id: `20705${i}`,
      publishTime: "2026-11-20T12:00:00Z",
    },
    subscription: "projects/estate/subscriptions/waybill",
  });
  for (const i of [0, 1, 2]) {
    // Google signs its pushes with a bearer of its own; the source's token then stands in the address.
    const sent = await post(`/api/ingest/pubsub?token=${token}`, push(i, 1), { authorization: "Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln" });
    expect(sent).toMatchObject({ status: 200, body: { lines: 1, used: 1 } });
  }
  expect(await post("/api/ingest/pubsub", push(1, 2), { authorization: `Bearer ${token}` })).toMatchObject({
    status: 200,
    body: { repeated: true },
  });
  // Without the wrapper, headers name the message: the same line in another message is another line.
  for (const [id, repeated] of [
    ["a", undefined],
    ["b", undefined],
    ["a", true],
  ] as const) {
    const headers = { "x-goog-pubsub-message-id": id, "x-goog-pubsub-subscription-name": "projects/estate/subscriptions/waybill" };
    expect((await post(`/api/ingest/pubsub?token=${token}`, flows[3]!, headers)).body.repeated).toBe(repeated);
  }
  expect(await receiver.records(source)).toEqual(
    await plain(
      [0, 1, 2, 3, 3].map((i) => flows[i]!),
      "aws-vpcflow",
    ),
  );
  expect((await post("/api/ingest/pubsub?token=wb_nothing", push(1, 1))).status).toBe(401);
});

const eve = (i: number): string =>
  `{"timestamp":"${new Date((NOW + i) * 1000).toISOString().replace("Z", "000+0000")}","flow_id":${9_007_199_254_740_993n + BigInt(i)},"event_type":"tls","src_ip":"10.0.0.${i}","src_port":${50_000 + i},"dest_ip":"203.0.113.${i}","dest_port":443,"proto":"TCP","tls":{"sni":"api${i}.payments.example","version":"TLS 1.3"}}`;

test("Event Grid: asks first, and then its events are what they hold, in both schemas", async () => {
  const { source, token } = await receiver.addSource("events", "suricata-eve");
  const path = `/api/ingest/events?token=${token}`;
  const validation = [
    {
      ...{
        id: "2d1781af",
        topic: "/subscriptions/s",
        subject: "",
        eventType: "Microsoft.EventGrid.SubscriptionValidationEvent",
        eventTime: "2026-11-20T12:00:00Z",
      },
      data: { validationCode: "512d38b6-c7b8-40c8-89fe-f46f9e9622b6", validationUrl: "https://events.example/validate" },
    },
  ];
  expect(await post(path, validation, { "aeg-event-type": "SubscriptionValidation" })).toMatchObject({
    status: 200,
    body: { validationResponse: "512d38b6-c7b8-40c8-89fe-f46f9e9622b6" },
  });
  expect((await post("/api/ingest/events?token=wb_nothing", validation, { "aeg-event-type": "SubscriptionValidation" })).status).toBe(401);
  const options = await fetch(receiver.url + path, { method: "OPTIONS", headers: { "webhook-request-origin": "eventgrid.azure.net" } });
  expect([options.status, options.headers.get("webhook-allowed-origin")]).toEqual([200, "eventgrid.azure.net"]);

  const event = (id: string, data: string) =>
    `{"id":"${id}","topic":"t","subject":"s","eventType":"Egress","eventTime":"2026-11-20T12:00:00Z","data":${data},"dataVersion":"1"}`;
  const grid = `[${event("1", eve(1))}, ${event("2", `{"records":[${eve(2)},${eve(3)}]}`)}]`;
  expect(await post(path, grid, { "aeg-event-type": "Notification", "aeg-delivery-count": "0" })).toMatchObject({
    status: 200,
    body: { lines: 3, used: 3 },
  });
  expect(await post(path, grid, { "aeg-event-type": "Notification", "aeg-delivery-count": "1" })).toMatchObject({
    body: { repeated: true },
  });
  const cloud = `{"specversion":"1.0","id":"4","source":"/egress","type":"log","data":${eve(4)}}`;
  expect(await post(path, cloud, { "content-type": "application/cloudevents+json; charset=utf-8" })).toMatchObject({
    body: { lines: 1, used: 1 },
  });
  // Diagnostic settings by way of Event Hubs: the same envelope without an event around it.
  expect(await post(path, `{"records":[${eve(5)}]}`)).toMatchObject({ status: 200, body: { lines: 1, used: 1 } });
  expect(await receiver.records(source)).toEqual(await plain([1, 2, 3, 4, 5].map(eve), "suricata-eve"));
});

test("zstd travels under its name, and by its first bytes", async () => {
  const { source, token } = await receiver.addSource("zstd", "aws-vpcflow");
  const text = Buffer.from(`${flows.slice(0, 20).join("\n")}\n`);
  const head = Buffer.alloc(3);
  head.writeUIntLE((text.length << 3) | 1, 0, 3);
  // One block, stored (RFC 8878, 3.1.1.2.2).
  const zstd = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]), head, text]);
  const authorization = `Bearer ${token}`;
  expect(await post("/api/ingest/zstd", zstd, { authorization, "content-encoding": "zstd" })).toMatchObject({
    status: 200,
    body: { used: 20 },
  });
  expect(await post("/api/ingest/zstd", zstd, { authorization })).toMatchObject({ status: 200, body: { used: 20, repeated: true } });
  expect(await post("/api/ingest/zstd", text, { authorization, "content-encoding": "br" })).toMatchObject({ status: 415 });
  expect((await receiver.records(source)).length).toBe(20);
});
