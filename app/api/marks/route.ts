import { problemResponse } from "@/lib/access/respond";
import { checkOrigin, findActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { findSourceByToken } from "@/lib/db/source";
import { recordMark } from "@/lib/govern/record-mark";
import { Problem } from "@/lib/model/problem";
import type { Actor } from "@/lib/model/role";

/** POST { label, service?, at? }: notes a deploy. By the token of any source (a pipeline), or by a signed-in person. */
export async function POST(request: Request): Promise<Response> {
  try {
    const actor = await readActor(request);
    const mark = await recordMark(getDb(), actor, await readBody(request));
    return Response.json({ id: mark.id, at: mark.at.toISOString() }, { status: 201, headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

async function readActor(request: Request): Promise<Actor> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token !== undefined) {
    const source = await findSourceByToken(getDb(), token);
    if (!source) throw new Problem("unauthenticated", "This token is not one of a source.");
    if (source.disabledAt) throw new Problem("forbidden", "This source is disabled.");
    return { id: `source:${source.id}`, name: source.name, role: "engineer", teams: [] };
  }
  const actor = await findActor();
  if (!actor) throw new Problem("unauthenticated", "Give the token of a source, or sign in.");
  await checkOrigin();
  return actor;
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
