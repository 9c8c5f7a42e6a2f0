import type { Push } from "./push";

const REQUEST_ID = "x-amz-firehose-request-id";

/**
 * Amazon Data Firehose takes 200 with this very document for delivered, and anything else for a reason to try again.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export const firehosePush: Push = {
  wrapping: "firehose",
  isFrom: (headers) => headers.has(REQUEST_ID) || headers.has("x-amz-firehose-protocol-version"),
  key: (headers) => {
    const id = headers.get(REQUEST_ID);
    return id ? `firehose:${id}`.slice(0, 200) : undefined;
  },
  answer: (headers) => answer(headers, 200),
  async fail(headers, failure) {
    const { detail } = (await failure.json()) as { detail?: string };
    return answer(headers, failure.status, detail, failure.headers.get("retry-after"));
  },
};

function answer(headers: Headers, status: number, errorMessage?: string, retryAfter?: string | null): Response {
  const body = { requestId: headers.get(REQUEST_ID) ?? "", timestamp: Date.now(), errorMessage };
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...(retryAfter && { "Retry-After": retryAfter }) } });
}
