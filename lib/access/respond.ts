import { Problem } from "../model/problem";
import { logMistake } from "./reference";

/** The RFC 9457 answer of a route handler: a Problem as it is, any other error as 500 with a reference number. */
export function problemResponse(error: unknown, headers: Record<string, string> = {}): Response {
  const problem = error instanceof Problem || isProblem(error) ? (error as Problem) : undefined;
  const body = problem ? problem.toJSON() : mistakeBody(error);
  const status = problem?.status ?? 500;
  const more: Record<string, string> = {};
  if (status === 401) more["WWW-Authenticate"] = 'Bearer realm="waybill"';
  if (status === 429 || status === 503) more["Retry-After"] = String(problem?.at.retryAfter ?? 5);
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...more, ...headers },
  });
}

/** Next evaluates a module once per bundle: a Problem thrown in another is not an instance of ours. */
export const isProblem = (error: unknown): error is Problem =>
  error instanceof Problem || (error instanceof Error && error.name === "Problem" && typeof (error as Problem).toJSON === "function");

export function mistakeBody(error: unknown): Record<string, unknown> {
  const reference = logMistake(error);
  return {
    type: "urn:waybill:problem:mistake",
    title: "Something went wrong on our side",
    status: 500,
    detail: `Nothing was changed. If it happens again, tell your administrator this reference: ${reference}.`,
    reference,
  };
}
