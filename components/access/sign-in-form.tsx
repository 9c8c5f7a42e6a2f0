"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { refusal } from "./refusal";

/** @param to where to go then; @param oidc shows the button of the identity provider. */
export function SignInForm({
  to,
  oidc,
  error,
  email,
}: {
  to: string;
  oidc: boolean;
  error?: string | undefined;
  email?: string | undefined;
}) {
  const [state, submit, pending] = useActionState(
    async (_: { error?: string | undefined; email: string }, form: FormData) => {
      const given = { email: String(form.get("email")), password: String(form.get("password")) };
      const result = await signIn("credentials", { ...given, redirect: false }).catch(() => undefined);
      if (!result) return { error: "Offline", email: given.email };
      if (result.error) return { error: result.error, email: given.email };
      // A whole load: nothing of who was here before stays in the page.
      window.location.assign(to);
      return new Promise<never>(() => {});
    },
    { error, email: email ?? "" },
  );
  const problem = state.error && refusal(state.error);
  return (
    <div className="grid gap-5">
      {problem && (
        <p role="alert" className="rounded-md border border-violation/40 bg-violation-wash px-3 py-2 text-sm">
          {problem}
        </p>
      )}
      <form action={submit} className="grid gap-4">
        <Field id="email" label="E-mail">
          <Input
            id="email"
            name="email"
            type="email"
            autoComplete="username"
            required
            defaultValue={state.email}
            autoFocus
            className="h-10"
          />
        </Field>
        <Field id="password" label="Password">
          <Input id="password" name="password" type="password" autoComplete="current-password" required className="h-10" />
        </Field>
        <Button type="submit" look="primary" size="lg" aria-disabled={pending}>
          {pending ? "Signing in …" : "Sign in"}
        </Button>
      </form>
      {oidc && (
        <>
          <p className="flex items-center gap-3 text-xs text-faint before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
            or
          </p>
          <Button size="lg" onClick={() => void signIn("oidc", { callbackUrl: to })}>
            Continue with single sign-on
          </Button>
        </>
      )}
      <p className="text-sm text-faint">Forgotten your password? An administrator can give you a link to choose a new one.</p>
    </div>
  );
}
