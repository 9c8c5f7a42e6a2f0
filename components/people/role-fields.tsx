"use client";

import { useState } from "react";
import { type Role, roles } from "@/lib/model/role";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { roleNames, roleSentences } from "./roles";

export interface RoleValues {
  role: Role;
  teams: string[];
}

/** Role, and the teams whose workloads an engineer sees. {@link readRole} reads it back. */
export function RoleFields({
  values,
  teams,
  about,
}: {
  values?: { role: Role; teams: readonly string[] };
  teams: string[];
  about: (field: string) => string | undefined;
}) {
  const [role, setRole] = useState<Role>(values?.role ?? "engineer");
  const [all, setAll] = useState(values?.teams.includes("*") ?? false);
  const known = [...new Set([...teams, ...(values?.teams ?? [])])].filter((t) => t !== "*").sort();
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="mb-1 text-sm font-medium">Role</legend>
        {roles.map((r) => (
          <label key={r} className="flex items-start gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-hover has-checked:bg-hover">
            <input
              type="radio"
              name="role"
              value={r}
              checked={role === r}
              onChange={() => setRole(r)}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              <span className="font-medium">{roleNames[r]}</span> <span className="block text-soft">{roleSentences[r]}</span>
            </span>
          </label>
        ))}
        {about("role") && (
          <p role="alert" className="text-xs text-violation-ink">
            {about("role")}
          </p>
        )}
      </fieldset>
      {role === "engineer" && (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">Sees the workloads of</legend>
          <Checkbox name="teams" value="*" checked={all} onChange={(e) => setAll(e.target.checked)} label="every team" />
          {!all && (
            <>
              {known.map((team) => (
                <Checkbox key={team} name="teams" value={team} defaultChecked={values?.teams.includes(team)} label={team} />
              ))}
              <Field
                id="otherTeams"
                label={known.length > 0 ? "Other teams" : "Teams"}
                optional
                hint="Separated by commas, as mappings and policies name them."
                error={about("teams")}
                className="mt-1"
              >
                <Input id="otherTeams" name="otherTeams" autoComplete="off" />
              </Field>
            </>
          )}
        </fieldset>
      )}
    </>
  );
}

export function readRole(form: FormData): RoleValues {
  const others = String(form.get("otherTeams") ?? "").split(",");
  const teams = [...form.getAll("teams").map(String), ...others].map((t) => t.trim()).filter(Boolean);
  return { role: String(form.get("role")) as Role, teams };
}
