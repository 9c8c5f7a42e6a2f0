import { promisify } from "node:util";
import { gzip } from "node:zlib";

export interface Account {
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
}

const compress = promisify(gzip);
const attempts = 20;

/** Sends one batch to its receiver and answers with its account; a busy receiver is asked again. */
export async function postBatch(url: string, source: string, token: string, key: string, text: string): Promise<Account> {
  const body = await compress(text, { level: 1 });
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(new URL(`/api/ingest/${source}`, url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-encoding": "gzip",
        "content-type": "text/plain; charset=utf-8",
        "idempotency-key": key,
        "waybill-origin": `${source}.log`,
      },
      body,
    });
    if (response.ok) return (await response.json()) as Account;
    const text = await response.text();
    if ((response.status !== 429 && response.status !== 503) || attempt === attempts)
      throw new Error(`${source}: the receiver answered ${response.status}: ${text.slice(0, 400)}`);
    const seconds = Number(response.headers.get("retry-after") ?? 1);
    await new Promise((resolve) => setTimeout(resolve, Math.min(10, Math.max(1, seconds)) * 1000));
  }
}
