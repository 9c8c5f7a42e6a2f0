import { problemResponse } from "@/lib/access/respond";
import { requireActor } from "@/lib/access/session";
import { findAuditRun } from "@/lib/db/audit-run";
import { getDb } from "@/lib/db/client";
import { Problem } from "@/lib/model/problem";
import { guard } from "@/lib/model/role";

export const dynamic = "force-dynamic";

const everyMs = 400;
const longestMs = 30 * 60_000;

/** Server-sent events: { status, progress, findings, error } whenever it changes, until the audit is over. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    guard(await requireActor(), "finding:read");
    const { id } = await params;
    if (!(await findAuditRun(getDb(), id))) throw new Problem("not-found", "There is no such audit.");
    return new Response(stream(id, request.signal), {
      headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" },
    });
  } catch (error) {
    return problemResponse(error);
  }
}

function stream(id: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const ends = Date.now() + longestMs;
  let told = "";
  return new ReadableStream({
    async pull(controller) {
      while (!signal.aborted && Date.now() < ends) {
        const run = await findAuditRun(getDb(), id);
        if (!run) break;
        const findings = Object.values(run.counts).reduce((sum, c) => sum + c.findings, 0);
        const now = JSON.stringify({ status: run.status, progress: run.progress, findings, error: run.error });
        if (now !== told) {
          told = now;
          controller.enqueue(text.encode(`data: ${now}\n\n`));
          if (run.status === "done" || run.status === "failed") break;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
      controller.close();
    },
  });
}
