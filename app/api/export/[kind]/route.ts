import type { NextRequest } from "next/server";
import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { Problem } from "@/lib/model/problem";
import { parseView } from "@/lib/query/view";
import { exportConnections, exportKinds } from "@/lib/report/export-connections";

/** The whole of a view of the explorer (its own parameters) as a file. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ kind: string }> }): Promise<Response> {
  try {
    const actor = await requireActor();
    // A page elsewhere must not fill the journal in somebody's name.
    if (request.headers.get("sec-fetch-site") === "cross-site") throw new Problem("forbidden", "Open the export from Waybill itself.");
    const given = (await params).kind;
    const kind = exportKinds.find((k) => k === given);
    if (!kind)
      throw new Problem(
        "not-found",
        `There is no export of the kind ${JSON.stringify(given.slice(0, 40))}. Kinds are ${exportKinds.join(", ")}.`,
      );
    const view = parseView(Object.fromEntries(request.nextUrl.searchParams));
    const { name, bytes } = await exportConnections(getDb(), actor, kind, view, (env.now ?? new Date()).getTime());
    return new Response(streamOf(bytes), {
      headers: { "Content-Type": "application/zip", "Content-Disposition": `attachment; filename="${name}"`, "Cache-Control": "no-store" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}

const streamOf = (bytes: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { value, done } = await bytes.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await bytes.return(undefined);
    },
  });
