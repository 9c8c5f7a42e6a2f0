import type { NextRequest } from "next/server";
import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { Problem } from "@/lib/model/problem";
import { type Actor, guard } from "@/lib/model/role";
import { parseView } from "@/lib/query/view";
import { isZone } from "@/lib/query/zone";
import { exportConnections, exportKinds } from "@/lib/report/export-connections";
import { exportEvidence } from "@/lib/report/export-evidence";
import { readQuestion } from "@/lib/report/question";
import program from "@/package.json" with { type: "json" };

/** The whole of a view of the explorer (its own parameters) as a file. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ kind: string }> }): Promise<Response> {
  try {
    const actor = await requireActor();
    // A page elsewhere must not fill the journal in somebody's name.
    if (request.headers.get("sec-fetch-site") === "cross-site") throw new Problem("forbidden", "Open the export from Waybill itself.");
    const given = (await params).kind;
    if (given === "evidence") return file(await evidence(request, actor));
    const kind = exportKinds.find((k) => k === given);
    if (!kind)
      throw new Problem(
        "not-found",
        `There is no export of the kind ${JSON.stringify(given.slice(0, 40))}. Kinds are ${exportKinds.join(", ")} and evidence.`,
      );
    const view = parseView(Object.fromEntries(request.nextUrl.searchParams));
    return file(await exportConnections(getDb(), actor, kind, view, (env.now ?? new Date()).getTime()));
  } catch (error) {
    return problemResponse(error);
  }
}

/** Evidence of a period: the parameters of every home, and `tz`. */
async function evidence(request: NextRequest, actor: Actor) {
  guard(actor, "evidence:export");
  const { from, to, tz = "UTC", ...rest } = Object.fromEntries(request.nextUrl.searchParams);
  const now = (env.now ?? new Date()).getTime();
  const { question, problem } = readQuestion({ from, to, ...rest }, now);
  if (problem) throw new Problem("invalid", problem, { field: "from" });
  if (!isZone(tz)) throw new Problem("invalid", "tz: write a zone such as Europe/Berlin.", { field: "tz" });
  return exportEvidence(getDb(), actor, question, { zone: tz, now, app: program.version });
}

const file = ({ name, bytes }: { name: string; bytes: AsyncGenerator<Uint8Array> }): Response =>
  new Response(streamOf(bytes), {
    headers: { "Content-Type": "application/zip", "Content-Disposition": `attachment; filename="${name}"`, "Cache-Control": "no-store" },
  });

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
