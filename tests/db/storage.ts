import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { expectedSignature } from "./signature-v4";

export const keyId = "AKIAIOSFODNN7EXAMPLE";
export const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
export const sessionToken = "a-session-token/with+signs==";
const SKEW_MS = 15 * 60_000;

interface Refusal {
  status: number;
  code: string;
}

/** A storage that speaks S3 as far as reading goes: checks each signature, lists in pages of `pageSize`, and fails when told. */
export function useStorage(bucket: string, pageSize = 3) {
  const objects = new Map<string, { body: Buffer; etag: string; modified: Date; storageClass: string; encoding?: string }>();
  const seen: { target: string; status: number }[] = [];
  /** Answers that come first, and how often. */
  const failing: (Refusal & { when: (key: string | undefined) => boolean; times: number; headers?: Record<string, string> })[] = [];
  /** Objects whose bytes break off after so many, once. */
  const breaking = new Map<string, number>();
  let server: http.Server;
  let url = "";

  const answer = (req: http.IncomingMessage, res: http.ServerResponse) => {
    const target = req.url!;
    const [rawPath, rawQuery = ""] = target.split("?") as [string, string?];
    const path = decodeURIComponent(rawPath).slice(1);
    const at = path.indexOf("/");
    const key = at < 0 ? undefined : path.slice(at + 1);
    const query = new Map(rawQuery.split("&").map((p) => p.split("=").map(decodeURIComponent) as [string, string]));
    const end = (status: number, body: string | Buffer, headers: Record<string, string> = {}): void => {
      seen.push({ target, status });
      res.writeHead(status, headers).end(body);
    };
    const refuse = ({ status, code }: Refusal, headers?: Record<string, string>): void =>
      end(status, `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>no</Message></Error>`, headers);

    const wrong = unsigned(req);
    if (wrong) return refuse(wrong);
    const failure = failing.find((f) => f.times > 0 && f.when(key));
    if (failure) {
      failure.times--;
      return refuse(failure, failure.headers);
    }
    if (path.split("/")[0] !== bucket) return refuse({ status: 404, code: "NoSuchBucket" });
    if (key === undefined) return end(200, list(query), { "content-type": "application/xml" });
    const object = objects.get(key);
    if (!object) return refuse({ status: 404, code: "NoSuchKey" });
    if (req.headers["if-match"] !== undefined && req.headers["if-match"] !== `"${object.etag}"`)
      return refuse({ status: 412, code: "PreconditionFailed" });
    const headers = {
      "content-length": String(object.body.length),
      etag: `"${object.etag}"`,
      ...(object.encoding ? { "content-encoding": object.encoding } : {}),
    };
    const broken = breaking.get(key);
    if (broken === undefined) return end(200, object.body, headers);
    breaking.delete(key);
    seen.push({ target, status: 200 });
    res.writeHead(200, headers);
    res.write(object.body.subarray(0, broken), () => res.destroy());
  };

  function list(query: ReadonlyMap<string, string>): string {
    if (query.get("list-type") !== "2" || query.get("encoding-type") !== "url") throw new Error("not as a list is asked for");
    const prefix = query.get("prefix") ?? "";
    const after = query.has("continuation-token")
      ? Buffer.from(query.get("continuation-token")!, "base64").toString()
      : query.get("start-after");
    const keys = [...objects.keys()].filter((k) => k.startsWith(prefix) && (after === undefined || compare(k, after) > 0)).sort(compare);
    const page = keys.slice(0, pageSize);
    const encode = (text: string): string => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
    const contents = page.map((k) => {
      const o = objects.get(k)!;
      return `<Contents><Key>${encode(k)}</Key><LastModified>${o.modified.toISOString()}</LastModified><ETag>&quot;${o.etag}&quot;</ETag><Size>${o.body.length}</Size><StorageClass>${o.storageClass}</StorageClass></Contents>`;
    });
    const more = keys.length > page.length;
    return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${bucket}</Name><Prefix>${encode(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${pageSize}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${
      more ? `<NextContinuationToken>${Buffer.from(page.at(-1)!).toString("base64")}</NextContinuationToken>` : ""
    }${contents.join("")}</ListBucketResult>`;
  }

  beforeAll(async () => {
    server = http.createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  return {
    get url() {
      return url;
    },
    seen,
    failing,
    breaking,
    put(key: string, body: string | Buffer, about: { modified?: Date; storageClass?: string; encoding?: string } = {}): void {
      const bytes = Buffer.from(body);
      const etag = createHash("md5").update(bytes).digest("hex");
      objects.set(key, {
        body: bytes,
        etag,
        modified: about.modified ?? new Date(),
        storageClass: about.storageClass ?? "STANDARD",
        ...about,
      });
    },
  };
}

/** Why a request is not one of ours. */
function unsigned(req: http.IncomingMessage): Refusal | undefined {
  const headers = Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, String(v)]));
  const signature = expectedSignature({ method: req.method!, target: req.url!, headers }, secret);
  if (!signature) return { status: 403, code: "AccessDenied" };
  if (signature.keyId !== keyId) return { status: 403, code: "InvalidAccessKeyId" };
  if (signature.expected !== signature.given) return { status: 403, code: "SignatureDoesNotMatch" };
  const m = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers["x-amz-date"] ?? "");
  const [, y, mo, d, h, mi, s] = (m ?? []).map(Number) as number[];
  if (!m || Math.abs(Date.UTC(y!, mo! - 1, d, h, mi, s) - Date.now()) > SKEW_MS) return { status: 403, code: "RequestTimeTooSkewed" };
  if (headers["x-amz-security-token"] !== sessionToken) return { status: 403, code: "InvalidToken" };
  return undefined;
}

/** S3 lists in the order of the keys' bytes. */
const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
