"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import { Select } from "../ui/select";
import { withParams } from "./url";

/** Team and environment, kept in the address. */
export function Scope({
  team,
  environment,
  teams,
  environments,
}: {
  team?: string | undefined;
  environment?: string | undefined;
  teams: readonly string[];
  environments: readonly string[];
}) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [pending, start] = useTransition();
  const choose = (name: string, value: string) => start(() => router.push(withParams(path, params, { [name]: value }), { scroll: false }));
  return (
    <>
      {teams.length > 1 && (
        <Select
          aria-label="Team"
          aria-busy={pending}
          value={team ?? ""}
          onChange={(e) => choose("team", e.target.value)}
          className="max-w-44"
        >
          <option value="">All teams</option>
          {teams.map((t) => (
            <option key={t}>{t}</option>
          ))}
        </Select>
      )}
      {environments.length > 1 && (
        <Select
          aria-label="Environment"
          aria-busy={pending}
          value={environment ?? ""}
          onChange={(e) => choose("environment", e.target.value)}
          className="max-w-44"
        >
          <option value="">All environments</option>
          {environments.map((t) => (
            <option key={t}>{t}</option>
          ))}
        </Select>
      )}
    </>
  );
}
