import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/access/auth-frame";
import { SignInForm } from "@/components/access/sign-in-form";
import { findActor } from "@/lib/access/session";
import { env } from "@/lib/env";
import { homeOf } from "@/lib/model/role";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignIn({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const given = await searchParams;
  const to = ownPath(given.from ?? given.callbackUrl);
  const actor = await findActor();
  if (actor) redirect(to === "/" ? homeOf[actor.role] : to);
  const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
  return (
    <AuthFrame title="Sign in" lead={given.ready === "1" ? "Your password is set. Sign in with it." : undefined}>
      <SignInForm to={to} oidc={env.oidc !== undefined} error={text(given.error)} />
    </AuthFrame>
  );
}

/** A path of ours or "/": anything else would lead away from here. */
function ownPath(value: string | string[] | undefined): string {
  const url = typeof value === "string" ? URL.parse(value, env.url) : null;
  return url && url.origin === new URL(env.url).origin ? url.pathname.replace(/^\/{2,}/, "/") + url.search : "/";
}
