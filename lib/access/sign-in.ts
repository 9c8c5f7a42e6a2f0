import type { Db } from "../db/client";
import { findCredentials, normalEmail } from "../db/person";
import { openSession } from "../db/session";
import { Problem } from "../model/problem";
import { noteFailure, noteSuccess, waitSeconds } from "./attempts";
import { verifyPassword } from "./password";

/**
 * Opens a session for an account and its password.
 *
 * @returns the session's id; undefined for a wrong password, an unknown and a disabled account alike.
 * @throws {Problem} too-many with `retryAfter` in seconds.
 */
export async function signIn(
  db: Db,
  given: { email: string; password: string },
  from: { address: string; agent?: string },
): Promise<string | undefined> {
  const account = normalEmail(given.email).slice(0, 320);
  const retryAfter = waitSeconds(account, from.address);
  if (retryAfter > 0) throw new Problem("too-many", "Too many failed attempts.", { retryAfter });
  const credentials = await findCredentials(db, account);
  // Noted before the work, so that guesses sent at once count as well.
  const at = Date.now();
  noteFailure(account, from.address, at);
  if (!(await verifyPassword(credentials?.passwordHash, given.password.slice(0, 1024))) || !credentials) return undefined;
  noteSuccess(account, from.address, at);
  return openSession(db, credentials.person, "password", from.agent);
}
