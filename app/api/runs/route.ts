import { problemResponse } from "@/lib/access/respond";
import { requireSender } from "@/lib/access/sender";
import { getDb } from "@/lib/db/client";
import { registerRun } from "@/lib/govern/register-run";
import { Problem } from "@/lib/model/problem";

/** Registers a run of a batch job, or its end. By a source's token, or by somebody signed in who may manage runs. */
export async function POST(request: Request): Promise<Response> {
  try {
    const db = getDb();
    const { actor, sample } = await requireSender(db, request, "run:manage");
    const body: unknown = await request.json().catch(() => {
      throw new Problem("invalid", "The body is not JSON.");
    });
    return Response.json(await registerRun(db, actor, body, sample));
  } catch (error) {
    return problemResponse(error);
  }
}
