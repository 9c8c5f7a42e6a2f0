import { problemResponse } from "@/lib/access/respond";
import { requireSender } from "@/lib/access/sender";
import { getDb } from "@/lib/db/client";
import { recordMark } from "@/lib/govern/record-mark";
import { Problem } from "@/lib/model/problem";

/** POST { label, service?, at? }: notes a deploy. By the token of any source (a pipeline), or by a signed-in person. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { actor, sample } = await requireSender(getDb(), request, "run:manage");
    const mark = await recordMark(getDb(), actor, await readBody(request), { sample });
    return Response.json({ id: mark.id, at: mark.at.toISOString() }, { status: 201, headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

const mostBytes = 16 * 1024;

async function readBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) throw new Problem("too-large", "A mark is at most 16 KiB.");
  const text = await request.text();
  if (text.length > mostBytes) throw new Problem("too-large", "A mark is at most 16 KiB.");
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid", 'The body is not JSON. Write { "label": "billing 4.2.0", "service": "billing" }.');
  }
}
