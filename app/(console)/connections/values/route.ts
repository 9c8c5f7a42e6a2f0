import type { NextRequest } from "next/server";
import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { everything } from "@/lib/query/ast";
import { parsePeriod } from "@/lib/query/period";
import { parseView } from "@/lib/query/view";
import { completeConnections } from "@/lib/report/search-connections";

/** Values of a field that begin with `prefix`, with their counts in the period: for completion. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    const actor = await requireActor();
    const params = request.nextUrl.searchParams;
    const view = parseView(Object.fromEntries(params));
    const period = parsePeriod(view, (env.now ?? new Date()).getTime(), view.tz);
    if (period.problem !== undefined) return Response.json([]);
    const search = { query: everything, period: { from: period.from, to: period.to } };
    const values = await completeConnections(getDb(), actor, search, params.get("field") ?? "", params.get("prefix") ?? "");
    return Response.json(values, { headers: { "Cache-Control": "private, max-age=30" } });
  } catch (error) {
    return problemResponse(error);
  }
}
