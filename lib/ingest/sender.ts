import type { Db } from "../db/client";
import { findSourceByToken, type Source } from "../db/source";
import { Problem } from "../model/problem";

/**
 * The source whose token a request carries: as a bearer, as a Firehose access key, or as `?token=` for senders that can
 * set no header (or set one of their own, as Pub/Sub does).
 *
 * @param name what the address says the source is. @throws {Problem}
 */
export async function findSender(db: Db, request: Request, name?: string): Promise<Source> {
  const token =
    new URL(request.url).searchParams.get("token") ??
    withoutScheme(request.headers.get("x-amz-firehose-access-key")) ??
    /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!token)
    throw new Problem("unauthenticated", "Send the token of the source as Authorization: Bearer wb_….", { header: "Authorization" });
  const source = await findSourceByToken(db, token);
  if (!source) throw new Problem("unauthenticated", "This token is of no source; it may have been replaced.", { header: "Authorization" });
  if (name !== undefined && source.name !== name)
    throw new Problem("forbidden", `This token is not of the source ${name}.`, { source: name });
  if (source.disabledAt) throw new Problem("forbidden", `The source ${source.name} is disabled.`, { source: source.name });
  return source;
}

/** A key pasted with the word before it. */
const withoutScheme = (key: string | null): string | undefined => key?.replace(/^Bearer\s+/i, "") || undefined;
