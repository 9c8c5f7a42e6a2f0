import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listImports } from "@/lib/db/import-list";
import { Problem } from "@/lib/model/problem";
import { guard } from "@/lib/model/role";

/** The newest import of a source: what the page that waits for a first line asks every two seconds. */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }) {
  try {
    guard(await requireActor(), "source:read");
    const { id } = await params;
    if (!/^\d{1,9}$/.test(id)) throw new Problem("not-found", "There is no such source.");
    const { imports } = await listImports(getDb(), Number(id), { limit: 1 });
    return Response.json({ latest: imports[0] ?? null }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
