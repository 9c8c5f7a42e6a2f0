import { unseal } from "../db/keys";
import type { CidrTable } from "../model/address";
import { Problem } from "../model/problem";
import { callOut } from "./outgoing";
import { sign } from "./signature";

export interface Sending {
  /** Stable over retries, so that a receiver can tell a repetition. */
  id: string;
  url: string;
  /** Sealed. */
  secret: Uint8Array;
  body: Record<string, unknown>;
}

/** One signed call. @throws {Problem} saying what went wrong, in words for the settings page. */
export async function sendMessage(message: Sending, allowed: CidrTable<true>, now = Date.now()): Promise<void> {
  const body = JSON.stringify({ id: message.id, ...message.body });
  const timestamp = Math.floor(now / 1000);
  const { status } = await callOut({
    url: message.url,
    allowed,
    body,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Waybill",
      "Waybill-Delivery": message.id,
      "Waybill-Timestamp": String(timestamp),
      "Waybill-Signature": sign(unseal(message.secret, "webhook"), timestamp, body),
    },
  });
  if (status >= 200 && status < 300) return;
  if (status >= 300 && status < 400) throw new Problem("unavailable", `It answered ${status}; redirects are not followed.`);
  throw new Problem("unavailable", `It answered ${status}.`);
}
