import "server-only";
import type { NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import credentials from "next-auth/providers/credentials";
import { getDb } from "../db/client";
import { sessionSecret } from "../db/keys";
import { findSessionActor, sessionMs, signOutEverywhere } from "../db/session";
import { env, pointNextAuth } from "../env";
import type { Actor } from "../model/role";
import { signInByOidc } from "./oidc";
import { logMistake } from "./reference";
import { isProblem } from "./respond";
import { signIn } from "./sign-in";

declare module "next-auth" {
  interface User {
    /** Id of the session row that the sign-in opened. */
    session?: string;
  }
  interface Session {
    actor?: Actor;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    sid?: string;
  }
}

/** The address a request came from: what the nearest proxy says; one that a client wrote itself stands further left. */
const addressOf = (headers: Record<string, unknown> | undefined): string =>
  String(headers?.["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim() || "unknown";

const password = credentials({
  name: "E-mail and password",
  credentials: { email: { type: "email" }, password: { type: "password" } },
  async authorize(given, request) {
    try {
      const session = await signIn(
        getDb(),
        { email: String(given?.email ?? ""), password: String(given?.password ?? "") },
        { address: addressOf(request.headers), agent: request.headers?.["user-agent"] },
      );
      return session ? { id: "session", session } : null;
    } catch (error) {
      // The message becomes part of an address that the browser sees: codes only.
      if (isProblem(error) && error.code === "too-many") throw new Error(`TooMany:${error.at.retryAfter ?? 60}`);
      throw new Error(`Mistake:${logMistake(error, "sign-in")}`);
    }
  },
});

function oidcProvider(oidc: NonNullable<typeof env.oidc>): NextAuthOptions["providers"][number] {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    profile: (profile: { sub: string }) => ({ id: profile.sub }),
  };
}

let options: NextAuthOptions | undefined;

/** next-auth carries the id of a session row and nothing else; who that is, is read from the row on every request. */
export function authOptions(): NextAuthOptions {
  if (options) return options;
  pointNextAuth();
  const oidc = env.oidc;
  options = {
    secret: sessionSecret(),
    providers: oidc ? [password, oidcProvider(oidc)] : [password],
    session: { strategy: "jwt", maxAge: sessionMs.whole / 1000 },
    useSecureCookies: env.url.startsWith("https:"),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in", newUser: "/" },
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth" || !oidc) return true;
        const result = await signInByOidc(getDb(), { ...profile }, oidc.rolesClaim);
        if ("refused" in result) return `/sign-in?error=${result.refused}`;
        user.session = result.session;
        return true;
      },
      // Only the row's id: no name, no address, no role that could grow stale.
      jwt: ({ token, user }) => ({ sid: user?.session ?? token.sid }) as JWT,
      async session({ session, token }) {
        const actor = token.sid ? await findSessionActor(getDb(), token.sid) : undefined;
        return { expires: session.expires, actor };
      },
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : URL.parse(url)?.origin === baseUrl ? url : baseUrl,
    },
    events: {
      async signOut({ token }) {
        const actor = token?.sid ? await findSessionActor(getDb(), token.sid) : undefined;
        if (actor) await signOutEverywhere(getDb(), actor);
      },
    },
    logger: {
      error: (code, metadata) => logMistake(metadata instanceof Error ? metadata : (metadata.error ?? code), `next-auth ${code}`),
      warn: () => {},
      debug: () => {},
    },
  };
  return options;
}
