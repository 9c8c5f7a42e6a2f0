import { Problem } from "../../lib/model/problem";
import { retryAfter } from "../ingest/retry-after";

const credentialCodes = new Set(["InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"]);

/** What a refusal of the storage means to whoever set it up. @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function bucketProblem(
  response: Pick<Response, "status" | "headers">,
  code: string | undefined,
  about: { bucket: string; host: string; prefix: string; key?: string },
): Problem {
  const { status } = response;
  const told = code ?? String(status);
  const place = about.key === undefined ? `s3://${about.bucket}` : `s3://${about.bucket}/${about.key}`;
  if (status >= 500 || status === 429 || code === "SlowDown" || code === "RequestTimeout")
    return new Problem("unavailable", `${about.host} answers ${told}.`, { retryAfter: retryAfter(response.headers.get("retry-after")) });
  if (code !== undefined && credentialCodes.has(code))
    return new Problem("unauthenticated", `${about.host} does not take the credentials (${code}).`);
  if (code === "RequestTimeTooSkewed")
    return new Problem("unauthenticated", `This machine's clock is too far from that of ${about.host} (${code}).`);
  if (code === "InvalidObjectState") return new Problem("invalid", `${place} is archived: restore it first (${code}).`);
  if (status === 403) {
    const needs =
      about.key === undefined ? "s3:ListBucket on the bucket" : "s3:GetObject on it, and kms:Decrypt where it is encrypted by KMS";
    return new Problem("forbidden", `${place} may not be read (${told}): the credentials need ${needs}.`);
  }
  if (status === 404)
    return new Problem("not-found", about.key === undefined ? `There is no bucket ${about.bucket} at ${about.host}.` : `${place} is gone.`);
  if (status === 412) return new Problem("conflict", `${place} was replaced since it was listed.`);
  if (status >= 300 && status < 400) return new Problem("invalid", `${place} is elsewhere (${told}): say its --region or --endpoint.`);
  return new Problem("invalid", `${about.host} answers ${status} for ${place} (${told}).`);
}
