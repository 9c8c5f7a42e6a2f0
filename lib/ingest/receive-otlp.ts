import { isProblem, problemResponse } from "../access/respond";
import type { Db } from "../db/client";
import { Problem } from "../model/problem";
import type { Wrapping } from "./bodies/open-body";
import { MAX_REQUEST } from "./bodies/otlp";
import { otlpFailure, otlpSuccess, type Signal } from "./otlp-answer";
import { refusal } from "./refusal";
import { findSender } from "./sender";
import { takeIn } from "./take-in";

/** What spans are read as, whatever else the source holds. */
const SPANS = "otel-spans";

/**
 * `POST /v1/logs` and `/v1/traces`: OTLP over HTTP, in JSON or protobuf, answered in the same. The source is the token's;
 * a log record's body is read in the source's format.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function receiveOtlp(db: Db, request: Request, signal: Signal): Promise<Response> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  const isJson = type === "application/json";
  try {
    if (!isJson && type !== "application/x-protobuf")
      throw new Problem("unsupported", "OTLP is sent as application/x-protobuf or application/json.", { header: "Content-Type" });
    const source = await findSender(db, request);
    const wrapping: Wrapping = isJson ? "otlp-json" : `otlp-${signal}`;
    // A source made for spans may be sent logs as well; what they are is then told from their lines.
    const format = signal === "traces" ? SPANS : source.format === SPANS ? "auto" : undefined;
    const answer = await takeIn(db, request, { source, wrapping, format, maxBytes: MAX_REQUEST });
    return otlpSuccess(signal, isJson, answer.rejected);
  } catch (error) {
    return otlpFailure(isJson, problemResponse(isTooLarge(error) ? smaller() : refusal(error)));
  }
}

const isTooLarge = (error: unknown): boolean => isProblem(error) && error.code === "too-large";

/** No command line resumes what a Collector sends: it can only send less at a time. */
const smaller = (): Problem =>
  new Problem(
    "too-large",
    `A request of OTLP is at most ${MAX_REQUEST / 1048576} MiB decoded; send smaller batches (send_batch_max_size).`,
    {
      limitBytes: MAX_REQUEST,
    },
  );
