import type { Db } from "../../lib/db/client";
import { insertSource, makeSourceToken, type Source } from "../../lib/db/source";

/** A source as somebody makes one, and its token. */
export async function addSource(
  db: Db,
  name: string,
  format: string,
  more: Partial<Source> = {},
): Promise<{ source: Source; token: string }> {
  const { token, ...hash } = makeSourceToken();
  const source = await db.prisma.$transaction((tx) =>
    insertSource(tx, {
      ...{
        name,
        format,
        options: {},
        tags: {},
        keepQueries: false,
        keepUsers: false,
        keepInternal: false,
        silentAfter: 60,
        createdBy: "test",
      },
      ...hash,
      ...(more as object),
    }),
  );
  return { source: source!, token };
}
