import { checkReadiness } from "@/lib/access/readiness";
import { problemResponse } from "@/lib/access/respond";
import { getDb } from "@/lib/db/client";

export const dynamic = "force-dynamic";

/** Ready: database reachable, migrations applied, room on the disk; else 503 naming what is unwell. */
export async function GET() {
  try {
    return Response.json(await checkReadiness(getDb()), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
