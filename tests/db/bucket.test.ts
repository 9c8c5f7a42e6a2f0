import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { Bucket } from "../../bin/bucket/bucket";
import { bucketAddress } from "../../bin/bucket/bucket-address";
import { CredentialChain } from "../../bin/bucket/credentials";
import { Listing } from "../../bin/bucket/listing";
import { useDatabase } from "./database";
import { flowLine, LogWriter, useFollower } from "./follower";
import { useReceiver } from "./receiver";
import { expectedSignature } from "./signature-v4";
import { useStateDir } from "./state-dir";
import { keyId, secret, sessionToken, useStorage } from "./storage";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const follower = useFollower(database, receiver);
const storage = useStorage("flows");

const credentials = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: sessionToken, AWS_REGION: "eu-west-1" };
const header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";

async function setUp(prefix: string) {
  const { source, token } = await receiver.addSource(prefix, "aws-vpcflow");
  const start = (args: readonly string[] = [], env: Record<string, string> = {}) =>
    follower.start(["--source", prefix, "--token", token, "--endpoint", storage.url, ...args, `s3://flows/${prefix}/`], {
      ...credentials,
      ...env,
    });
  return {
    start,
    writer: new LogWriter(),
    put: (key: string, body: string | Buffer, about = {}) => storage.put(`${prefix}/${key}`, body, about),
    /** Once, to its end. @returns what it said and how it ended. */
    async once(args: readonly string[] = [], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
      const child = start(args, env);
      const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { code, said: child.said() };
    },
    async reached(lines: number): Promise<void> {
      const all = { lines, distinct: lines, rejected: 0 };
      await vi.waitFor(async () => expect(await follower.stored(source.id)).toEqual(all), { timeout: 60_000, interval: 100 });
    },
    stored: () => follower.stored(source.id),
    objectsRead: () => storage.seen.filter((s) => s.target.startsWith(`/flows/${prefix}/`)).length,
  };
}

test("the storage of these tests works signatures out as AWS documents them", () => {
  const host = "examplebucket.s3.amazonaws.com";
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const sign = (target: string, signedHeaders: string, headers: Record<string, string>): string | undefined =>
    expectedSignature(
      {
        method: "GET",
        target,
        headers: {
          host,
          "x-amz-content-sha256": empty,
          "x-amz-date": "20130524T000000Z",
          ...headers,
          authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${"0".repeat(64)}`,
        },
      },
      secret,
    )?.expected;
  // "Authenticating Requests: Using the Authorization Header", examples GET Object and GET Bucket (List Objects).
  expect(sign("/test.txt", "host;range;x-amz-content-sha256;x-amz-date", { range: "bytes=0-9" })).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
  expect(sign("/?max-keys=2&prefix=J", "host;x-amz-content-sha256;x-amz-date", {})).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
});

test("every object of every page is read, however it is packed and named, and once", async () => {
  const t = await setUp("packed");
  t.put("plain.log", t.writer.lines(10));
  t.put("a b/c+d/é(1)!*'%2F&=?.log.gz", gzipSync(header + t.writer.lines(10)));
  t.put("zipped-by-header.log", gzipSync(t.writer.lines(10)), { encoding: "gzip" });
  t.put("2026/11/20/frame.log.zst", zstd(t.writer.lines(5)));
  for (let i = 0; i < 12; i++) t.put(`2026/11/2${i % 3}/small-${i}.log.gz`, gzipSync(header + t.writer.lines(3)));
  t.put("large.log.gz", gzipSync(t.writer.lines(5_000)));
  t.put("empty/", "");
  t.put("AWSLogs/123456789010/ELBAccessLogTestFile", "Enable AccessLogs for ELB: app/x");
  t.put("cold.log", flowLine(1), { storageClass: "GLACIER" });
  t.put("old.log", flowLine(1), { modified: new Date(Date.UTC(2020, 0, 1)) });
  const first = await t.once(["--since", "2021-01-01", "--json"]);
  expect(first.said).toBe(`${JSON.stringify({ ...account(t.writer.written), lines: t.writer.written + 13, skipped: 13 })}\n`);
  expect(first.code).toBe(0);
  expect(await t.stored()).toEqual({ lines: t.writer.written, distinct: t.writer.written, rejected: 0 });
  const read = t.objectsRead();
  expect(await t.once(["--since", "2021-01-01"])).toEqual({ code: 0, said: "Nothing new.\n" });
  expect(t.objectsRead()).toBe(read);
});

test("a table is its rows", async () => {
  const t = await setUp("table");
  const fixtures = path.resolve(import.meta.dirname, "../fixtures/aws-vpcflow");
  t.put("hour.parquet", fs.readFileSync(path.join(fixtures, "rows.snappy.parquet")));
  const rows = fs.readFileSync(path.join(fixtures, "rows.ndjson"), "utf8").trimEnd().split("\n").length;
  expect(JSON.parse((await t.once(["--json"])).said)).toMatchObject({ lines: rows, rejected: 0 });
  expect((await t.once()).said).toBe("Nothing new.\n");
});

test("an object that is written anew is read on where it goes on as before, and from its beginning where it does not", async () => {
  const t = await setUp("rewritten");
  const beginning = t.writer.lines(500);
  t.put("hour.log", beginning);
  await t.once();
  t.put("hour.log", beginning + t.writer.lines(20));
  await t.once();
  expect(await t.stored()).toMatchObject({ lines: 520, distinct: 520 });
  t.put("hour.log", t.writer.lines(30));
  await t.once();
  expect(await t.stored()).toMatchObject({ lines: 550, distinct: 550 });
  expect((await t.once()).said).toBe("Nothing new.\n");
});

test("what fails for a while is tried again; what may not be read is named, and holds up no other", async () => {
  const t = await setUp("failing");
  for (let i = 0; i < 8; i++) t.put(`${i}.log`, t.writer.lines(2000));
  const when = (name: string) => (key: string | undefined) => key === `failing/${name}.log`;
  storage.failing.push(
    { when: when("1"), times: 2, status: 503, code: "SlowDown", headers: { "retry-after": "1" } },
    { when: (key) => key === undefined, times: 1, status: 500, code: "InternalError" },
    { when: when("5"), times: 1000, status: 403, code: "AccessDenied" },
  );
  storage.breaking.set("failing/2.log", 70_000);
  const { code, said } = await t.once();
  expect(code).toBe(1);
  expect(said).toContain("failing/5.log: s3://flows/failing/5.log may not be read (AccessDenied): the credentials need s3:GetObject");
  expect(said).toContain("one object could not be read");
  for (const hidden of [secret, sessionToken]) expect(said).not.toContain(hidden);
  expect(await t.stored()).toMatchObject({ lines: 14_000, distinct: 14_000 });
  storage.failing.length = 0;
  expect((await t.once()).code).toBe(0);
  expect(await t.stored()).toMatchObject({ lines: 16_000, distinct: 16_000 });
});

test("credentials that are wrong, or none, are told from a bucket that is not there", async () => {
  const t = await setUp("refused");
  const wrong = await t.once([], { AWS_SECRET_ACCESS_KEY: "another" });
  expect(wrong).toEqual({
    code: 1,
    said: `waybill ingest: ${new URL(storage.url).host} does not take the credentials (SignatureDoesNotMatch).\n`,
  });
  const profile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "waybill-profile-")), "credentials");
  fs.writeFileSync(
    profile,
    `[default]\naws_access_key_id = other\n[logs]\naws_access_key_id=${keyId}\naws_secret_access_key = ${secret}\naws_session_token=${sessionToken}\n`,
  );
  const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "", AWS_EC2_METADATA_DISABLED: "true" };
  t.put("one.log", t.writer.lines(1));
  expect((await t.once([], { ...none, AWS_SHARED_CREDENTIALS_FILE: profile, AWS_PROFILE: "logs" })).code).toBe(0);
  expect((await t.once([], { ...none, AWS_SHARED_CREDENTIALS_FILE: "/nowhere" })).said).toContain("No credentials for the bucket");
  const elsewhere = follower.start(["--source", "refused", "--token", "x", "--endpoint", storage.url, "s3://others/"], credentials);
  await new Promise((resolve) => elsewhere.once("close", resolve));
  expect(elsewhere.said()).toContain("There is no bucket others at");
});

test("between full listings only the last days are listed, and what came late to an older one is found by the next", async () => {
  const day = (n: number): string => new Date(Date.UTC(2026, 10, n)).toISOString().slice(0, 10).replaceAll("-", "/");
  for (let n = 1; n <= 20; n++) for (const region of ["eu", "us"]) storage.put(`listed/${region}/${day(n)}/a.log`, "x");
  const address = bucketAddress("s3://flows/listed/", { endpoint: storage.url });
  const listing = new Listing(new Bucket(address, new CredentialChain(address.region)));
  vi.stubEnv("AWS_ACCESS_KEY_ID", keyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secret);
  vi.stubEnv("AWS_SESSION_TOKEN", sessionToken);
  const now = Date.UTC(2026, 10, 20, 12);
  const keys = async (at: number): Promise<string[]> => {
    const found: string[] = [];
    for await (const page of listing.pages({ attempts: 1 }, at)) found.push(...page.map((o) => o.key));
    return found;
  };
  expect(await keys(now)).toHaveLength(40);
  storage.put(`listed/eu/${day(20)}/b.log`, "x");
  storage.put(`listed/us/${day(19)}/0.log`, "x");
  storage.put(`listed/us/${day(2)}/late.log`, "x");
  const short = await keys(now + 60_000);
  expect(short).toHaveLength(8);
  expect(short).toEqual(expect.arrayContaining([`listed/eu/${day(20)}/b.log`, `listed/us/${day(19)}/0.log`]));
  expect(await keys(now + 3_600_000)).toHaveLength(43);
  vi.unstubAllEnvs();
});

test("killed at any moment while objects come in any order: nothing lost, nothing twice", { timeout: 240_000 }, async () => {
  const t = await setUp("killed");
  let writing = true;
  let objects = 0;
  const write = (async () => {
    while (writing) {
      const key = `2026/11/${10 + Math.floor(Math.random() * 20)}/${Math.random().toString(36).slice(2)}-${objects++}.log`;
      const lines = header + t.writer.lines(1 + Math.floor(Math.random() * 300));
      if (Math.random() < 0.5) t.put(key, lines);
      else t.put(`${key}.gz`, gzipSync(lines));
      await wait(Math.random() * 150);
    }
  })();
  // Several batches of one object: it may be killed between them.
  t.put("large.log", t.writer.lines(90_000));
  for (let round = 0; round < 10; round++) {
    const child = t.start(["--follow", "--every", "1"]);
    await wait(400 + Math.random() * 2500);
    await follower.kill(child, "SIGKILL");
  }
  writing = false;
  await write;
  const child = t.start(["--follow", "--every", "1"]);
  await t.reached(t.writer.written);
  await wait(2000);
  await t.reached(t.writer.written);
  expect(await follower.kill(child, "SIGTERM")).toBe(0);
});

const account = (lines: number) => ({ lines, used: lines, connections: lines, duplicates: 0, skipped: 0, rejected: 0 });

/** A frame of one raw block (RFC 8878): Node 20 writes none. */
function zstd(text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, 5);
  head.writeUIntLE((body.length << 3) | 1, 9, 3);
  return Buffer.concat([head, body]);
}
