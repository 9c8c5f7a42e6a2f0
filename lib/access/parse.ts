import type { z } from "zod";
import { Problem } from "../model/problem";

/** The second beat of a verb. @throws {Problem} invalid, naming the first field that is wrong and never its value. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || undefined;
  throw new Problem("invalid", field ? `${field}: ${issue?.message}` : (issue?.message ?? "The input is not valid."), { field });
}
