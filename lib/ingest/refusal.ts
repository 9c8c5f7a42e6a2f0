import { isUnwell } from "../db/unwell";
import { Problem } from "../model/problem";

/** What a receiver says of a failure: the database's own state passes, and the sender is to come again. */
export const refusal = (error: unknown): unknown =>
  isUnwell(error)
    ? new Problem("unavailable", "The database is not available at the moment; nothing of the body was kept. Send it again.", {
        retryAfter: 5,
      })
    : error;
