export type Signal = "logs" | "traces";

/** 200: everything is in; what could not be read is counted, and lies in quarantine. */
export function otlpSuccess(signal: Signal, isJson: boolean, rejected: number): Response {
  const message = `${rejected} could not be read and are kept in quarantine, each with its reason, on the page of the source.`;
  if (isJson) {
    const count = signal === "logs" ? "rejectedLogRecords" : "rejectedSpans";
    // Proto3's JSON writes 64-bit numbers as text.
    return answer(true, 200, rejected > 0 ? { partialSuccess: { [count]: String(rejected), errorMessage: message } } : {});
  }
  // ExportLogsServiceResponse and ExportTraceServiceResponse: 1 partial_success { 1 rejected, 2 error_message }.
  const partial =
    rejected > 0 ? field(1, Buffer.concat([Buffer.from([0x08, ...varint(rejected)]), field(2, Buffer.from(message))])) : Buffer.alloc(0);
  return answer(false, 200, partial);
}

/**
 * A google.rpc.Status with the problem's words. What is our own mistake is answered 503, not 500: a Collector throws away
 * what 500 refuses.
 */
export async function otlpFailure(isJson: boolean, problem: Response): Promise<Response> {
  const { detail = "" } = (await problem.json()) as { detail?: string };
  const status = problem.status === 500 ? 503 : problem.status;
  const headers: Record<string, string> = {};
  const retryAfter = problem.headers.get("retry-after") ?? (status === 503 ? "5" : null);
  if (retryAfter) headers["Retry-After"] = retryAfter;
  const code = codes[status] ?? 2;
  if (isJson) return answer(true, status, { code, message: detail }, headers);
  return answer(false, status, Buffer.concat([Buffer.from([0x08, code]), field(2, Buffer.from(detail))]), headers);
}

/** google.rpc.Code for an HTTP status. */
const codes: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 409: 10, 413: 8, 415: 3, 429: 8, 503: 14 };

function answer(isJson: boolean, status: number, body: object | Buffer, headers: Record<string, string> = {}): Response {
  return new Response(Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body), {
    status,
    headers: { "Content-Type": isJson ? "application/json" : "application/x-protobuf", "Cache-Control": "no-store", ...headers },
  });
}

/** A field of bytes in protobuf's wire format. */
const field = (number: number, bytes: Buffer): Buffer => Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(bytes.length)]), bytes]);

const varint = (n: number): number[] => (n < 0x80 ? [n] : [(n % 0x80) | 0x80, ...varint(Math.floor(n / 0x80))]);
