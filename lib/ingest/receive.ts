import { problemResponse } from "../access/respond";
import type { Db } from "../db/client";
import { type FileCursor, findCursors, type KnownFile, listCursors } from "../db/file-cursor";
import { env } from "../env";
import { Problem } from "../model/problem";
import { cursorHeader } from "./cursor-header";
import { findPush } from "./pushes";
import { refusal } from "./refusal";
import { findSender } from "./sender";
import { takeIn } from "./take-in";

/** Files in one question: as many as an address may name. */
const MOST_ASKED = 100;

/** `POST /api/ingest/<source>`: a log, or what a cloud pushes by itself, answered as its sender understands. */
export async function receive(db: Db, request: Request, name: string): Promise<Response> {
  const push = findPush(request.headers);
  try {
    const source = await findSender(db, request, name);
    const greeting = await push?.greet?.(request);
    if (greeting) return greeting;
    const answer = await takeIn(db, request, {
      source,
      key: readKey(request) ?? push?.key?.(request.headers),
      origin: request.headers.get("waybill-origin") ?? undefined,
      format: new URL(request.url).searchParams.get("format") ?? undefined,
      wrapping: push?.wrapping ?? (request.headers.get("waybill-body") === "lines" ? "lines" : undefined),
      maxBytes: env.maxBodyBytes,
      cursor: readCursor(request),
      head: readHead(request),
    });
    return push?.answer?.(request.headers) ?? Response.json(answer);
  } catch (error) {
    const failure = problemResponse(refusal(error));
    return push?.fail ? await push.fail(request.headers, failure) : failure;
  }
}

/** `GET /api/ingest/<source>?file=…&file=…` for these files, `?files=…` for those whose names begin so. @throws {Problem} */
export async function answerCursor(db: Db, request: Request, name: string): Promise<{ files: KnownFile[] }> {
  const source = await findSender(db, request, name);
  const { searchParams } = new URL(request.url);
  const beginning = searchParams.get("files");
  if (beginning !== null) return { files: await listCursors(db, source.id, beginning) };
  return { files: await findCursors(db, source.id, searchParams.getAll("file").slice(0, MOST_ASKED)) };
}

/**
 * `OPTIONS /api/ingest/<source>`: whether a sender of CloudEvents may deliver here. It may where it knows the token.
 *
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md @throws {Problem}
 */
export async function allowOrigin(db: Db, request: Request, name: string): Promise<Response> {
  await findSender(db, request, name);
  const headers: Record<string, string> = { Allow: "GET, POST, OPTIONS" };
  const origin = request.headers.get("webhook-request-origin");
  if (origin !== null && /^[\w.:-]{1,255}$/.test(origin)) {
    headers["WebHook-Allowed-Origin"] = origin;
    headers["WebHook-Allowed-Rate"] = "*";
  }
  return new Response(null, { status: 200, headers });
}

function readKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (key.length < 1 || key.length > 200)
    throw new Problem("invalid", "Idempotency-Key is 1 to 200 characters.", { header: "Idempotency-Key" });
  return key;
}

function readCursor(request: Request): FileCursor | undefined {
  const text = request.headers.get("waybill-cursor");
  return text === null ? undefined : cursorHeader.parse(text);
}

function readHead(request: Request): string[] | undefined {
  const text = request.headers.get("waybill-head");
  return text === null ? undefined : Buffer.from(text, "base64").toString("utf8").split("\n");
}
