/** Reads JSON from one of our own routes. @throws Error whose message may be shown, with `reference` where the server gave one. */
export async function ask<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, signal ? { signal } : {});
  // A session that has ended answers with the page to sign in.
  if (response.redirected || !/json/.test(response.headers.get("content-type") ?? ""))
    throw new AskError("You are signed out. Open the page again to sign in; its address keeps what you see.");
  const body = await response.json();
  if (!response.ok) throw new AskError(String(body.detail ?? "The server did not answer as it should."), body.reference);
  return body as T;
}

export class AskError extends Error {
  constructor(
    message: string,
    readonly reference?: string,
  ) {
    super(message);
  }
}

/** What to tell of a failed request. */
export const failureOf = (error: unknown): { detail: string; reference?: string } =>
  error instanceof AskError
    ? { detail: error.message, ...(error.reference && { reference: error.reference }) }
    : { detail: "The server did not answer. Your connection may be down." };
