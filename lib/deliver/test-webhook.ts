import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import { isProblem } from "../access/respond";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { readAllowedRanges } from "./outgoing";
import { sendMessage } from "./send-message";

const shape = z.strictObject({ id: z.int() });

/** Sends a test message at once and says what came of it. */
export async function testWebhook(
  db: Db,
  actor: Actor,
  input: unknown,
): Promise<{ delivered: boolean; detail: string; durationMs: number }> {
  guard(actor, "setting:manage");
  const { id } = parse(shape, input);
  const hook = await db.prisma.webhook.findUnique({ where: { id } });
  if (!hook) throw new Problem("not-found", "This webhook is not there any more.");
  const began = Date.now();
  let detail = "Delivered.";
  let delivered = true;
  try {
    const body = { type: "test", message: `A test from Waybill, asked for by ${actor.name}.` };
    await sendMessage({ id: randomUUID(), url: hook.url, secret: hook.secret, body }, await readAllowedRanges(db));
  } catch (error) {
    if (!isProblem(error)) throw error;
    delivered = false;
    detail = error.detail;
  }
  await db.prisma.$transaction((tx) =>
    writeJournal(tx, actor, { action: "webhook.test", subject: `webhook:${hook.name}`, after: { delivered } }),
  );
  return { delivered, detail, durationMs: Date.now() - began };
}
