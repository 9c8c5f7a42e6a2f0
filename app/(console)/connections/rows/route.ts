import type { NextRequest } from "next/server";
import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { Problem } from "@/lib/model/problem";
import { parseView } from "@/lib/query/view";
import { PAGE_SIZE, searchOf } from "@/lib/report/explore";
import { searchConnections } from "@/lib/report/search-connections";

/** Further pages of the list: the view's own parameters and `after`. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const actor = await requireActor();
    const params = request.nextUrl.searchParams;
    const search = searchOf(parseView(Object.fromEntries(params)), (env.now ?? new Date()).getTime());
    if ("queryProblems" in search)
      throw new Problem("invalid", search.periodProblem ?? search.queryProblems[0]?.message ?? "The query cannot be read.");
    const after = params.get("after") ?? undefined;
    return Response.json(await searchConnections(getDb(), actor, search, { limit: PAGE_SIZE, ...(after && { after }) }), {
      headers: { "Cache-Control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
