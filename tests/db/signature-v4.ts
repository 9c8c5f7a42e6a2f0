import { createHash, createHmac } from "node:crypto";

export interface SignedRequest {
  method: string;
  /** As it came: percent-encoded, with its query. */
  target: string;
  headers: Readonly<Record<string, string | undefined>>;
}

/**
 * What the signature of a request to S3 has to be, as a storage works it out; written from AWS's description alone.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function expectedSignature(request: SignedRequest, secret: string): { keyId: string; expected: string; given: string } | undefined {
  const m =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? "",
    );
  if (!m) return undefined;
  const [, keyId, day, region, signed, given] = m as unknown as [string, string, string, string, string, string];
  const [path, query = ""] = request.target.split("?") as [string, string?];
  const canonical = [
    request.method,
    decodeURIComponent(path).split("/").map(encode).join("/"),
    [...query.split("&")]
      .filter((part) => part !== "")
      .map((part) => part.split("="))
      .map(([k, v = ""]) => `${encode(decodeURIComponent(k!))}=${encode(decodeURIComponent(v))}`)
      .sort()
      .join("&"),
    ...signed.split(";").map((name) => `${name}:${request.headers[name]?.trim().replaceAll(/ +/g, " ") ?? ""}`),
    "",
    signed,
    request.headers["x-amz-content-sha256"],
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], `${day}/${region}/s3/aws4_request`, sha256(canonical)].join("\n");
  const key = ["aws4_request", "s3", region, day].reduceRight((k: Buffer | string, part) => hmac(k, part), `AWS4${secret}`);
  return { keyId, expected: hmac(key, toSign).toString("hex"), given };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();
/** RFC 3986: everything but the unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
