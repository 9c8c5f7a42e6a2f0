"use client";

import { ChevronDown } from "lucide-react";
import { type MouseEvent, use, useState } from "react";
import type { Facet } from "@/lib/db/search-count";
import type { Outcome } from "@/lib/model/verdict";
import { exclude, only, onlyMissing, toggle, valuesOf, without } from "@/lib/query/edit";
import { fieldOf } from "@/lib/query/fields";
import { plainValue } from "@/lib/query/link";
import { cn } from "../ui/cn";
import { countryName } from "../ui/country";
import { compactCount, fullCount } from "../ui/number";
import { OutcomeShape, outcomeLook } from "../ui/outcome";
import { visible } from "../ui/visible";
import { useView } from "./use-view";

/** Values with their counts in this search: a click shows only one, its box adds or removes it, Alt-click leaves it out. */
export function Facets({ facets }: { facets: Promise<Facet[]> }) {
  const { pending } = useView();
  return (
    <div aria-busy={pending} className={cn("grid gap-1 transition-opacity", pending && "opacity-60")}>
      {use(facets).map((facet) => (
        <FacetList key={facet.field} facet={facet} />
      ))}
      <p className="px-2 pt-2 text-xs text-pretty text-faint">
        Click a name for only that value, its box to add or remove it, Alt-click to leave it out.
      </p>
    </div>
  );
}

const first = new Set(["outcome", "service", "environment", "domain", "dport", "app", "country"]);

function FacetList({ facet }: { facet: Facet }) {
  const { query, filter } = useView();
  const { wanted, excluded } = valuesOf(query, facet.field);
  const active = wanted.length + excluded.length > 0;
  const [open, setOpen] = useState(first.has(facet.field) || active);
  const { label } = fieldOf(facet.field);
  const id = `facet-${facet.field}`;
  return (
    <section aria-labelledby={id} className="border-b pb-1 last-of-type:border-b-0">
      <div className="flex items-center">
        <button
          type="button"
          id={id}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-8 grow items-center gap-1 rounded-md px-2 text-left text-sm font-medium hover:bg-hover"
        >
          {label}
          <ChevronDown aria-hidden className={cn("size-3.5 text-faint transition-transform", !open && "-rotate-90")} />
        </button>
        {active && (
          <button
            type="button"
            onClick={() => filter(without(query, facet.field))}
            className="h-6 rounded-md px-2 text-xs text-accent hover:bg-hover"
          >
            Reset<span className="sr-only"> {label}</span>
          </button>
        )}
      </div>
      {open && (
        <ul className="pb-1">
          {facet.values.map((v) => (
            <FacetValue key={v.value ?? ""} facet={facet} value={v.value} count={v.count} />
          ))}
          {facet.values.length === 0 && <li className="px-2 py-1 text-xs text-faint">None in this period</li>}
          {facet.other && (
            <li className="flex justify-between px-2 py-1 text-xs text-faint">
              <span>Other ({fullCount(facet.other.values)})</span>
              <span className="figures" title={fullCount(facet.other.count)}>
                {compactCount(facet.other.count)}
              </span>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function FacetValue({ facet, value, count }: { facet: Facet; value: string | null; count: number }) {
  const { query, filter } = useView();
  const { field, certainty } = facet;
  const meant = value === null ? undefined : plainValue(field, value);
  const { wanted, excluded } = valuesOf(query, field);
  const has = (list: readonly unknown[]): boolean => meant !== undefined && list.some((v) => JSON.stringify(v) === JSON.stringify(meant));
  const out = has(excluded);
  const name = value === null ? "Not said" : facetName(field, value);
  const click = (e: MouseEvent) => {
    if (!meant) filter(onlyMissing(query, field));
    else filter(e.altKey ? exclude(query, field, meant) : only(query, field, meant));
  };
  return (
    <li className="flex h-7 items-center gap-2 rounded-md px-2 hover:bg-hover">
      <input
        type="checkbox"
        disabled={!meant}
        checked={has(wanted)}
        onChange={() => meant && filter(toggle(query, field, meant))}
        aria-label={`${name} in the filter`}
        className="size-3.5 shrink-0 accent-accent disabled:invisible"
      />
      {field === "outcome" && value && <OutcomeShape outcome={value as Outcome} />}
      <button
        type="button"
        onClick={click}
        title={`${visible(name)}: ${fullCount(count)}. Alt-click leaves it out.`}
        className={cn(
          "min-w-0 grow truncate text-left text-sm",
          value === null && "text-faint italic",
          out && "text-faint line-through",
          codes.has(field) && "code",
        )}
      >
        {visible(name)}
      </button>
      <span className="figures shrink-0 text-xs text-faint">
        {certainty !== "exact" && "≤ "}
        {compactCount(count)}
      </span>
    </li>
  );
}

const codes: ReadonlySet<string> = new Set(["domain", "host", "rule", "dport"]);

function facetName(field: string, value: string): string {
  if (field === "outcome") return outcomeLook[value as Outcome]?.label ?? value;
  if (field === "country" || field === "operator") return value === "ZZ" ? "Unknown (ZZ)" : countryName(value);
  return field === "asn" ? `AS${value}` : value;
}
