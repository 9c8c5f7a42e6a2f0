/** SQLSTATE classes and codes: connection, resources, shutdown, read-only, deadlock (PostgreSQL manual, appendix A). */
const passing = /^(?:08...|53...|57P0[1-5]|25006|40001|40P01|55P03|58030)$/;
const unreached = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENOSPC"]);
/** Prisma's: not reached, timed out, closed, no connection free, write conflict, too many connections. */
const prisma = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2034", "P2037"]);

/** Whether a failure is of the database's state rather than of what was asked: the same may succeed in a while. */
export function isUnwell(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { code, originalCode, errorCode, message, cause, meta } = error as Record<string, unknown>;
  for (const c of [code, originalCode, errorCode])
    if (typeof c === "string" && (passing.test(c) || unreached.has(c) || prisma.has(c))) return true;
  // `pg` says these without a code.
  if (
    error instanceof Error &&
    /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(String(message))
  )
    return true;
  // Prisma knows no code of its own for most of what a server says on its way down, and keeps the server's in here.
  return isUnwell(cause, depth + 1) || isUnwell((meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError, depth + 1);
}
