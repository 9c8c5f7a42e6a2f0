import { AwsV4Signer } from "aws4fetch";
import { Problem } from "../../lib/model/problem";
import { addressOf, type BucketAddress } from "./bucket-address";
import { bucketProblem } from "./bucket-problem";
import type { CredentialChain } from "./credentials";
import { element, type ObjectList, readObjectList } from "./object-list";

/** A page of a thousand keys of a kilobyte each, percent-encoded, is some 4 MB. */
const MAX_ANSWER = 16 * 1024 * 1024;

/** A bucket of S3 or of what speaks its protocol, to be read. */
export class Bucket {
  constructor(
    readonly address: BucketAddress,
    private readonly credentials: CredentialChain,
  ) {}

  /** A page of its objects in the order of their keys. @throws {Problem} */
  async list(options: { prefix: string; startAfter?: string; token?: string }): Promise<ObjectList> {
    const query: Record<string, string> = { "list-type": "2", "encoding-type": "url", prefix: options.prefix };
    if (options.token !== undefined) query["continuation-token"] = options.token;
    else if (options.startAfter !== undefined) query["start-after"] = options.startAfter;
    const list = readObjectList(await textOf(await this.#get(undefined, query)));
    if (!list) throw new Problem("invalid", `${this.#host} does not answer as S3 does: no list of objects came.`);
    return list;
  }

  /** The bytes of an object, as long as it is the one that was listed. @throws {Problem} */
  async *open(key: string, etag: string): AsyncGenerator<Uint8Array> {
    const { body } = await this.#get(key, {}, { "if-match": `"${etag}"` });
    try {
      for await (const chunk of body ?? []) yield chunk;
    } catch {
      throw new Problem("unavailable", `s3://${this.address.bucket}/${key} broke off while it was read.`);
    }
  }

  get #host(): string {
    return addressOf(this.address).host;
  }

  async #get(key: string | undefined, query: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    let response = await this.#send(key, query, headers);
    const region = response.headers.get("x-amz-bucket-region");
    if (!response.ok && region && region !== this.address.region && !this.address.endpoint && /^[a-z0-9-]{1,40}$/.test(region)) {
      await response.body?.cancel();
      this.address.region = region;
      response = await this.#send(key, query, headers);
    }
    if (response.ok) return response;
    const code = element(await textOf(response), "Code");
    if (code === "ExpiredToken") this.credentials.forget();
    throw bucketProblem(response, code, { ...this.address, host: this.#host, key });
  }

  async #send(key: string | undefined, query: Record<string, string>, headers: Record<string, string>): Promise<Response> {
    const { accessKeyId, secretAccessKey, sessionToken } = await this.credentials.get();
    const url = addressOf(this.address, key);
    // A plus in a query is a space to some servers, and itself to others.
    url.search = new URLSearchParams(query).toString().replaceAll("+", "%20");
    const { region } = this.address;
    const signed = await new AwsV4Signer({
      url: url.href,
      headers,
      accessKeyId,
      secretAccessKey,
      sessionToken,
      region,
      service: "s3",
    }).sign();
    try {
      return await fetch(signed.url, { headers: signed.headers, redirect: "manual" });
    } catch {
      throw new Problem("unavailable", `Nothing answers at ${url.host}.`);
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER) break;
      chunks.push(chunk);
    }
  } catch {
    throw new Problem("unavailable", "The storage's answer broke off.");
  }
  return Buffer.concat(chunks).toString("utf8");
}
