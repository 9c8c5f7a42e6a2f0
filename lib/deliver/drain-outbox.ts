import { logMistake } from "../access/reference";
import { isProblem } from "../access/respond";
import type { Db } from "../db/client";
import { markFailed, markSent, takeMessage } from "../db/outbox";
import { readAllowedRanges } from "./outgoing";
import { sendMessage } from "./send-message";

/** Sends what is due, one after the other. A message that fails waits longer each time. @returns how many were sent. */
export async function drainOutbox(db: Db, signal: AbortSignal): Promise<number> {
  let sent = 0;
  while (!signal.aborted) {
    const message = await takeMessage(db);
    if (!message) break;
    try {
      await sendMessage(message, await readAllowedRanges(db));
      await markSent(db, message.id);
      sent++;
    } catch (error) {
      await markFailed(
        db,
        message.id,
        isProblem(error) ? error.detail : `Something went wrong on our side (${logMistake(error, "outbox")}).`,
      );
    }
  }
  return sent;
}
