import { problemResponse } from "@/lib/access/respond";
import { getDb } from "@/lib/db/client";
import { allowOrigin, answerCursor, receive } from "@/lib/ingest/receive";
import { refusal } from "@/lib/ingest/refusal";

// The body streams for as long as it lasts; nothing of it is cached or read ahead.
export const dynamic = "force-dynamic";
export const maxDuration = 3600;

interface Context {
  params: Promise<{ source: string }>;
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receive(getDb(), request, (await params).source);
}

/** Where the command line stands in files: `?file=<hash>`. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    return Response.json(await answerCursor(getDb(), request, (await params).source));
  } catch (error) {
    return problemResponse(refusal(error));
  }
}

export async function OPTIONS(request: Request, { params }: Context): Promise<Response> {
  try {
    return await allowOrigin(getDb(), request, (await params).source);
  } catch (error) {
    return problemResponse(refusal(error));
  }
}
