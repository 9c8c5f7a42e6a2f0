import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { env } from "../env";
import { Problem } from "../model/problem";
import { type Actor, may, type Permission } from "../model/role";
import { authOptions } from "./next-auth";
import { isOwnOrigin } from "./origin";

// Once per page render, however many panels ask.
const readActor = cache(async (): Promise<Actor | undefined> => (await getServerSession(authOptions()))?.actor);

/**
 * Who is signed in, for pages and server actions; nobody is sent to /sign-in.
 *
 * @param permission the page's own: without it the answer is 403, before anything is read.
 */
export async function getActor(permission?: Permission): Promise<Actor> {
  const actor = await readActor();
  if (!actor) redirect("/sign-in");
  if (permission && !may(actor, permission)) forbidden();
  return actor;
}

/** Who is signed in, for route handlers: `undefined` is theirs to answer with 401. */
export const findActor = (): Promise<Actor | undefined> => readActor();

/** For route handlers: the actor, or a 401. @throws {Problem} unauthenticated */
export async function requireActor(): Promise<Actor> {
  const actor = await readActor();
  if (!actor) throw new Problem("unauthenticated", "Sign in first.");
  return actor;
}

/**
 * First line of every server action and of every route handler that changes something for a cookie. Next accepts a missing
 * Origin and believes X-Forwarded-Host.
 *
 * @throws {Problem} forbidden
 */
export async function checkOrigin(): Promise<void> {
  const given = await headers();
  const site = given.get("sec-fetch-site");
  if (!isOwnOrigin(given.get("origin"), env.url) || (site !== null && site !== "same-origin"))
    throw new Problem(
      "forbidden",
      `This request did not come from ${new URL(env.url).origin}. Open Waybill at that address, or set WAYBILL_URL.`,
    );
}
