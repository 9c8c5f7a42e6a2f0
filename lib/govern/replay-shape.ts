import { z } from "zod";
import { parse } from "../access/parse";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({
  source: z.int(),
  /** Only lines that were rejected for this. */
  reason: z.string().min(1).max(500).optional(),
  /** Only lines that were received from this moment on. */
  since: z.iso.datetime({ offset: true }).optional(),
});

/** Which rejected lines somebody who may wants to have read again. @throws {Problem} */
export function readReplay(actor: Actor, input: unknown): z.infer<typeof shape> {
  guard(actor, "quarantine:replay");
  return parse(shape, input);
}
