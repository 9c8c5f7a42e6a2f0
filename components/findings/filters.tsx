"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";
import { withParams } from "../page/url";
import { Select } from "../ui/select";

export interface FindingFilters {
  severity?: string;
  rule?: string;
  team?: string;
  environment?: string;
  assignee?: string;
}

/** Narrows the list; kept in the address. */
export function FindingFilterBar({
  chosen,
  rules,
  teams,
  environments,
  assignees,
}: {
  chosen: FindingFilters;
  rules: readonly { id: string; title: string }[];
  teams: readonly string[];
  environments: readonly string[];
  assignees: readonly string[];
}) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [pending, start] = useTransition();
  const pick = (name: keyof FindingFilters, label: string, all: string, options: readonly (readonly [string, string])[]) => (
    <Select
      aria-label={label}
      aria-busy={pending}
      value={chosen[name] ?? ""}
      onChange={(e) => start(() => router.push(withParams(path, params, { [name]: e.target.value }), { scroll: false }))}
      className="max-w-56 max-sm:w-[calc(50%-0.25rem)]"
    >
      <option value="">{all}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  );
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {pick("severity", "Severity", "Every severity", severities)}
      {pick(
        "rule",
        "Rule",
        "Every rule",
        rules.map((r) => [r.id, r.title] as const),
      )}
      {teams.length > 0 &&
        pick(
          "team",
          "Team",
          "Every team",
          teams.map((t) => [t, t] as const),
        )}
      {environments.length > 0 &&
        pick(
          "environment",
          "Environment",
          "Every environment",
          environments.map((e) => [e, e] as const),
        )}
      {pick("assignee", "Assignee", "Whoever it is assigned to", [
        ["nobody", "Nobody yet"],
        ...assignees.map((a) => [`=${a}`, a] as const),
      ])}
    </div>
  );
}

const severities = [
  ["critical", "Critical"],
  ["high", "High"],
  ["medium", "Medium"],
  ["low", "Low"],
] as const;
