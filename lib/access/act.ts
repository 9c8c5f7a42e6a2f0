import { isProblem, mistakeBody } from "./respond";

/** The RFC 9457 body, as an action returns it. `field` names the form's field where there is one. */
export interface ProblemBody {
  title: string;
  status: number;
  detail: string;
  field?: string;
  reference?: string;
  [member: string]: unknown;
}

export type Acted<T> = { ok: T; problem?: undefined } | { ok?: undefined; problem: ProblemBody };

/** Runs the body of a server action: a Problem becomes a value the form can show, a mistake gets a reference number. */
export async function act<T>(body: () => Promise<T>): Promise<Acted<T>> {
  try {
    return { ok: await body() };
  } catch (error) {
    if (isProblem(error)) return { problem: error.toJSON() as ProblemBody };
    // redirect(), notFound() and forbidden() travel as errors.
    if (isInterrupt(error)) throw error;
    return { problem: mistakeBody(error) as ProblemBody };
  }
}

const isInterrupt = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "digest" in error && typeof error.digest === "string" && error.digest.startsWith("NEXT_");
