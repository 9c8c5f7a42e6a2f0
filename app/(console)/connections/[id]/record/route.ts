import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { readRecord } from "@/lib/report/read-record";

/** What the peek panel shows. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const actor = await requireActor();
    return Response.json(await readRecord(getDb(), actor, (await params).id), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
