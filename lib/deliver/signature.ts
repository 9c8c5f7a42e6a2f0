import { createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over timestamp (seconds), a dot and the body, so that an old message cannot be sent again under a new time. */
export const sign = (secret: Uint8Array, timestamp: number, body: string): string =>
  `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;

/** What a receiver does (docs/how-to/webhook.md); here for the test button and the tests. */
export function verify(secret: Uint8Array, timestamp: number, body: string, signature: string): boolean {
  const expected = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
