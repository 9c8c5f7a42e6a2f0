"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { createContext, useContext, useMemo, useTransition } from "react";
import { everything, type Query } from "@/lib/query/ast";
import { parseQuery } from "@/lib/query/parse";
import { printQuery } from "@/lib/query/print";
import { type ExplorerView, parseView, viewHref } from "@/lib/query/view";

export interface ViewControl {
  view: ExplorerView;
  /** Everything, while the text does not parse. */
  query: Query;
  /** A new search is on its way. */
  pending: boolean;
  /** Changes what is searched: a new entry in the history. */
  search: (changes: Partial<Pick<ExplorerView, "q" | "from" | "to" | "tz">>) => void;
  filter: (query: Query) => void;
  /** Changes how it is shown; nothing is asked again. */
  show: (changes: Partial<Pick<ExplorerView, "columns" | "density" | "peek">>) => void;
}

/** The address is the state: what it says is shown, and every change is an address. */
export function useViewControl(): ViewControl {
  const router = useRouter();
  const params = useSearchParams();
  const [pending, start] = useTransition();
  const view = useMemo(() => parseView(Object.fromEntries(params)), [params]);
  return useMemo(() => {
    const query = parseQuery(view.q).query ?? everything;
    const search: ViewControl["search"] = (changes) =>
      start(() => router.push(viewHref({ ...view, peek: undefined, ...changes }), { scroll: false }));
    return {
      view,
      query,
      pending,
      search,
      filter: (next) => search({ q: printQuery(next) }),
      show: (changes) => window.history.replaceState(null, "", viewHref({ ...view, ...changes })),
    };
  }, [view, pending, router]);
}

const Context = createContext<ViewControl | undefined>(undefined);
export const ViewProvider = Context.Provider;

export function useView(): ViewControl {
  const control = useContext(Context);
  if (!control) throw new Error("A part of the explorer stands outside it.");
  return control;
}
