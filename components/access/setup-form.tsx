"use client";

import { signIn } from "next-auth/react";
import { useActionState } from "react";
import type { Acted } from "@/lib/access/act";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

interface State {
  name: string;
  email: string;
  problem?: { detail: string; field?: string | undefined };
}

interface SetupFormProps {
  action: (input: unknown) => Promise<Acted<{ email: string }>>;
  /** Absent for the first administrator, who brings name and address along. */
  person: { name: string; email: string } | null;
}

export function SetupForm({ action, person }: SetupFormProps) {
  const [state, submit, pending] = useActionState(
    async (_: State, form: FormData): Promise<State> => {
      const text = (name: string) => String(form.get(name) ?? "");
      const given = { name: text("name"), email: person?.email ?? text("email") };
      const back = (detail: string, field?: string) => ({ ...given, problem: { detail, field } });
      if (text("password") !== text("again")) return back("The two passwords differ.", "again");
      const { email, ...known } = given;
      const result = await action({ ...(person ? known : given), password: text("password") }).catch(() => undefined);
      if (!result) return back("The server could not be reached. Nothing was changed; try again.");
      if (result.problem) return back(result.problem.detail, result.problem.field);
      const entered = await signIn("credentials", { email: result.ok.email, password: text("password"), redirect: false }).catch(
        () => undefined,
      );
      window.location.assign(entered?.ok ? "/" : "/sign-in?ready=1");
      return new Promise<never>(() => {});
    },
    { name: person?.name ?? "", email: person?.email ?? "" },
  );
  const problem = (field: string) => (state.problem?.field === field ? state.problem.detail.replace(/^\w+: /, "") : undefined);
  const general =
    state.problem && !["name", "email", "password", "again"].includes(state.problem.field ?? "") ? state.problem.detail : undefined;
  return (
    <form action={submit} className="grid gap-4">
      {general && (
        <p role="alert" className="rounded-md border border-violation/40 bg-violation-wash px-3 py-2 text-sm">
          {general}
        </p>
      )}
      <Field id="name" label="Name" error={problem("name")}>
        <Input id="name" name="name" autoComplete="name" required maxLength={120} defaultValue={state.name} className="h-10" />
      </Field>
      <Field id="email" label="E-mail" error={problem("email")}>
        <Input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          required
          readOnly={person !== null}
          defaultValue={state.email}
          className="h-10 read-only:bg-sunken read-only:text-soft"
        />
      </Field>
      <Field id="password" label="Password" hint="At least 12 characters; a few unrelated words are good." error={problem("password")}>
        <Input id="password" name="password" type="password" autoComplete="new-password" required minLength={12} className="h-10" />
      </Field>
      <Field id="again" label="Password again" error={problem("again")}>
        <Input id="again" name="again" type="password" autoComplete="new-password" required className="h-10" />
      </Field>
      <Button type="submit" look="primary" size="lg" aria-disabled={pending}>
        {pending ? "Setting up …" : person ? "Set password and sign in" : "Create the administrator"}
      </Button>
    </form>
  );
}
