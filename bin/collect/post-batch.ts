import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { retryAfter } from "../ingest/retry-after";

export interface Destination {
  /** The app, without a slash at its end. */
  url: string;
  source: string;
  token: string;
}

/** What the app said of a batch. Only `refused` is about the batch itself. */
export type Answer =
  | { kind: "accepted"; lines: number; rejected: number; repeated: boolean }
  | { kind: "refused"; why: string }
  | { kind: "later"; why: string; afterMs: number };

/** Damaged, conflicting, too large, no text or no known format, not processable. */
const ofTheBatch = new Set([400, 409, 413, 415, 422]);
const ANSWER_MS = 300_000;
/** A proxy may ask for an hour; an app that is back should not wait for it. */
const MOST_AFTER_MS = 300_000;
const account = z.object({ lines: z.number(), rejected: z.number(), repeated: z.boolean().default(false) });
const zipped = promisify(gzip);

/** Sends lines as one batch. Sent again under the same key they add nothing. */
export async function postBatch(to: Destination, key: string, lines: Buffer, signal: AbortSignal): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${to.url}/api/ingest/${encodeURIComponent(to.source)}`, {
      method: "POST",
      redirect: "manual",
      headers: {
        authorization: `Bearer ${to.token}`,
        "content-type": "text/plain; charset=utf-8",
        "content-encoding": "gzip",
        "idempotency-key": key,
        "waybill-origin": "syslog",
        "waybill-body": "lines",
      },
      body: new Uint8Array(await zipped(lines, { level: 3 })),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    text = await response.text();
  } catch (error) {
    const { cause, name } = error as Error & { cause?: NodeJS.ErrnoException };
    return { kind: "later", why: `${to.url} cannot be reached (${cause?.code ?? name})`, afterMs: 0 };
  }
  const answer = read(text);
  if (response.ok) {
    const taken = account.safeParse(answer);
    if (taken.success) return { kind: "accepted", ...taken.data };
    return { kind: "later", why: `${to.url} does not answer as Waybill does`, afterMs: 0 };
  }
  const detail = (answer as { detail?: unknown } | undefined)?.detail;
  const why = `the app answered ${response.status}${typeof detail === "string" ? `: ${detail}` : ""}`;
  if (ofTheBatch.has(response.status)) return { kind: "refused", why };
  const afterMs = (retryAfter(response.headers.get("retry-after")) ?? 0) * 1000;
  return { kind: "later", why, afterMs: Math.min(afterMs, MOST_AFTER_MS) };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
