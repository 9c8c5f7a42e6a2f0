import type { Db } from "../../db/client";
import { findSource } from "../../db/source";
import { replayQuarantine } from "./replay-quarantine";

/** A replay as somebody asked for it (lib/govern/replay-quarantine). Tried again it goes on where it stood: what was read has left. */
export async function replayTask(db: Db, input: Record<string, unknown>, version: string, signal: AbortSignal): Promise<void> {
  const source = await findSource(db.prisma, Number(input.source));
  if (!source) return;
  const text = (name: string): string | undefined => (typeof input[name] === "string" ? (input[name] as string) : undefined);
  const since = text("since");
  await replayQuarantine(
    db,
    source,
    { reason: text("reason"), since: since ? new Date(since) : undefined, by: text("by") ?? "Waybill", version },
    signal,
  );
}
