import http from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "../../lib/access/system";
import { attemptsAllowed, enqueueMessage, listMessages } from "../../lib/db/outbox";
import { drainOutbox } from "../../lib/deliver/drain-outbox";
import { callOut } from "../../lib/deliver/outgoing";
import { sign, verify } from "../../lib/deliver/signature";
import { testWebhook } from "../../lib/deliver/test-webhook";
import { changeOutgoingRanges } from "../../lib/govern/change-outgoing-ranges";
import { deleteWebhook } from "../../lib/govern/delete-webhook";
import { resendMessages } from "../../lib/govern/resend-messages";
import { saveWebhook } from "../../lib/govern/save-webhook";
import { cidrSet } from "../../lib/model/address";
import { useDatabase } from "./database";

const database = useDatabase();
const on = new AbortController().signal;
const loopback = cidrSet(["127.0.0.0/8"]);

interface Got {
  headers: http.IncomingHttpHeaders;
  body: string;
  path: string;
}
const got: Got[] = [];
/** How the receiver answers next; 200 when nothing is said. */
let answers: ((response: http.ServerResponse) => void)[] = [];
const server = http.createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    got.push({ headers: request.headers, body, path: request.url ?? "" });
    const answer = answers.shift();
    if (answer) answer(response);
    else response.writeHead(200).end("ok");
  });
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  got.length = 0;
  answers = [];
  await sql`truncate webhook, outbox, setting restart identity cascade`.execute(database.db.sql);
  await changeOutgoingRanges(database.db, systemActor, { ranges: ["127.0.0.0/8"] });
});

const due = () => sql`update outbox set next_at = now() where sent_at is null`.execute(database.db.sql);
const hook = (name = "soc") => saveWebhook(database.db, systemActor, { name, url });

test("a message arrives once, signed over time and body", async () => {
  const { db } = database;
  const { secret } = await hook();
  await db.prisma.$transaction((tx) => enqueueMessage(tx, { type: "findings", total: 1 }));
  expect(await drainOutbox(db, on)).toBe(1);
  expect(await drainOutbox(db, on)).toBe(0);
  expect(got).toHaveLength(1);
  const { headers, body } = got[0]!;
  const timestamp = Number(headers["waybill-timestamp"]);
  expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(30);
  expect(JSON.parse(body)).toEqual({ id: headers["waybill-delivery"], type: "findings", total: 1 });
  const key = Buffer.from(secret!);
  expect(verify(key, timestamp, body, String(headers["waybill-signature"]))).toBe(true);
  expect(verify(key, timestamp + 1, body, String(headers["waybill-signature"]))).toBe(false);
  expect(verify(key, timestamp, `${body} `, String(headers["waybill-signature"]))).toBe(false);
  expect(sign(key, timestamp, body)).toMatch(/^v1=[0-9a-f]{64}$/);
});

test.each<[string, (r: http.ServerResponse) => void, RegExp]>([
  ["500", (r) => r.writeHead(500).end(), /answered 500/],
  ["429", (r) => r.writeHead(429, { "Retry-After": "1" }).end(), /answered 429/],
  ["a redirect, which is not followed", (r) => r.writeHead(302, { Location: "/elsewhere" }).end(), /redirects are not followed/],
  ["a closed connection", (r) => r.destroy(), /closed the connection/],
])("after %s it is sent again later, with the same id", async (_, fail, reason) => {
  const { db } = database;
  const { id } = await hook();
  await db.prisma.$transaction((tx) => enqueueMessage(tx, { type: "findings" }));
  answers = [fail];
  expect(await drainOutbox(db, on)).toBe(0);
  const [waiting] = await listMessages(db, id);
  expect(waiting).toMatchObject({ attempts: 1, sentAt: null, error: expect.stringMatching(reason) });
  expect(waiting!.nextAt.getTime()).toBeGreaterThan(Date.now() + 5_000);
  await due();
  expect(await drainOutbox(db, on)).toBe(1);
  expect(got.map((g) => [g.path, g.headers["waybill-delivery"]])).toEqual(Array(2).fill(["/hook", String(waiting!.id)]));
  expect(await listMessages(db, id)).toMatchObject([{ attempts: 2, sentAt: expect.any(Date), error: null }]);
});

test("a receiver that hangs is given up in time", async () => {
  answers = [() => {}];
  const began = Date.now();
  await expect(callOut({ url, headers: {}, body: "{}", allowed: loopback, timeoutMs: 300 })).rejects.toThrow("in time");
  expect(Date.now() - began).toBeLessThan(3_000);
});

test("an answer without end is cut", async () => {
  answers = [(r) => void r.writeHead(200).write("x".repeat(200_000))];
  expect(await callOut({ url, headers: {}, body: "{}", allowed: loopback, timeoutMs: 5_000 })).toEqual({ status: 200, body: "" });
});

test("a message that never arrives is a dead letter, and can be sent again", async () => {
  const { db } = database;
  const { id } = await hook();
  await db.prisma.$transaction((tx) => enqueueMessage(tx, { type: "findings" }));
  answers = Array.from({ length: attemptsAllowed }, () => (r: http.ServerResponse) => void r.writeHead(503).end());
  for (let i = 0; i < attemptsAllowed + 3; i++) {
    await due();
    await drainOutbox(db, on);
  }
  expect(got).toHaveLength(attemptsAllowed);
  expect(await resendMessages(db, systemActor, { id })).toEqual({ messages: 1 });
  expect(await drainOutbox(db, on)).toBe(1);
});

test("one hook that fails does not keep another from its message", async () => {
  const { db } = database;
  await hook("a");
  await hook("b");
  await db.prisma.$transaction((tx) => enqueueMessage(tx, { type: "findings" }));
  answers = [(r) => void r.writeHead(500).end()];
  expect(await drainOutbox(db, on)).toBe(1);
});

test("a private address is refused when it is entered, and again when it is called", async () => {
  const { db } = database;
  const { id } = await hook();
  await changeOutgoingRanges(db, systemActor, { ranges: [] });
  await expect(saveWebhook(db, systemActor, { name: "x", url })).rejects.toThrow("private or reserved");
  expect(await testWebhook(db, systemActor, { id })).toMatchObject({
    delivered: false,
    detail: expect.stringMatching(/private or reserved/),
  });
  // A name is no way round: every address that it leads to is checked.
  await expect(callOut({ url: url.replace("127.0.0.1", "localhost"), headers: {}, body: "{}", allowed: cidrSet([]) })).rejects.toThrow(
    "private or reserved",
  );
  expect(got).toHaveLength(0);
});

test("a listed name is called at the address that was checked", async () => {
  const allowed = cidrSet(["127.0.0.0/8", "::1/128"]);
  expect(await callOut({ url: url.replace("127.0.0.1", "localhost"), headers: {}, body: "{}", allowed })).toMatchObject({ status: 200 });
});

test("the test button says what came of it, and the journal holds no address", async () => {
  const { db } = database;
  const { id } = await hook("journal");
  expect(await testWebhook(db, systemActor, { id })).toMatchObject({ delivered: true });
  answers = [(r) => void r.writeHead(404).end()];
  expect(await testWebhook(db, systemActor, { id })).toMatchObject({ delivered: false, detail: "It answered 404." });
  const first = await saveWebhook(db, systemActor, { id, name: "journal", url, rotate: true });
  expect(first.secret).toMatch(/^whsec_/);
  await deleteWebhook(db, systemActor, { id });
  const entries = await db.prisma.journal.findMany({ where: { subject: "webhook:journal" }, orderBy: { id: "asc" } });
  expect(entries.map((e) => e.action)).toEqual(["webhook.create", "webhook.test", "webhook.test", "webhook.change", "webhook.delete"]);
  expect(JSON.stringify(entries, (_, v) => (typeof v === "bigint" ? String(v) : v))).not.toMatch(/\/hook|whsec_/);
});

test("only who may manage settings touches webhooks", async () => {
  const auditor = { ...systemActor, role: "auditor" as const };
  for (const verb of [saveWebhook, testWebhook, deleteWebhook, resendMessages, changeOutgoingRanges])
    await expect(verb(database.db, auditor, {})).rejects.toThrow("setting:manage");
});
