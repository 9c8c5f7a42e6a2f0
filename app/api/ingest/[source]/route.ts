import { problemResponse } from "@/lib/access/respond";
import { getDb } from "@/lib/db/client";
import { answerCursor, receiveLog } from "@/lib/ingest/receive";

// The body streams for as long as it lasts; nothing of it is cached or read ahead.
export const dynamic = "force-dynamic";
export const maxDuration = 3600;

export async function POST(request: Request, { params }: { params: Promise<{ source: string }> }): Promise<Response> {
  try {
    return Response.json(await receiveLog(getDb(), request, (await params).source));
  } catch (error) {
    return problemResponse(error);
  }
}

/** Where the command line stands in a file: `?file=<hash>`. */
export async function GET(request: Request, { params }: { params: Promise<{ source: string }> }): Promise<Response> {
  try {
    return Response.json(await answerCursor(getDb(), request, (await params).source));
  } catch (error) {
    return problemResponse(error);
  }
}
