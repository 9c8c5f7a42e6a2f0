"use client";

import { and, where } from "@/lib/query/ast";
import { speaksOf } from "@/lib/query/edit";
import { Button } from "../ui/button";
import { fullCount } from "../ui/number";
import type { Loading } from "./use-pages";
import { useView } from "./use-view";
import { zoneTime } from "./zone-time";

/** How much of the list is here, what goes on, and what did not go well. */
export function TableFoot({
  shown,
  hasMore,
  state,
  searchedFrom,
  goneBefore,
  onMore,
}: {
  shown: number;
  hasMore: boolean;
  state: Loading;
  searchedFrom: number | undefined;
  goneBefore: number | undefined;
  onMore: () => void;
}) {
  const { view, query, filter } = useView();
  return (
    <footer className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t px-4 py-1.5 text-xs text-faint">
      <span role="status">
        {fullCount(shown)} {shown === 1 ? "record" : "records"} here{hasMore ? ", more follow" : ", all there are"}
        {state === "loading" && " · reading on"}
      </span>
      {typeof state === "object" && (
        <span role="alert" className="text-violation-ink">
          {state.failed}
        </span>
      )}
      {searchedFrom !== undefined && (
        <span>Searched back to {zoneTime(searchedFrom, view.tz)} so far: this filter has to read records one by one.</span>
      )}
      {goneBefore !== undefined && (
        <span>
          Single records before {zoneTime(goneBefore, view.tz).slice(0, 10)} have gone with their retention; counts reach further back.
        </span>
      )}
      {!speaksOf(query, "twin") && (
        <span className="ml-auto">
          Twins (a second record of an activity already told) are left out.{" "}
          <button
            type="button"
            onClick={() => filter(and(query, where("twin", { kind: "flag", is: false }, { kind: "flag", is: true })))}
            className="link"
          >
            Show them
          </button>
        </span>
      )}
      {hasMore && state !== "loading" && (
        <Button size="sm" look="quiet" onClick={onMore} className="-my-1">
          {searchedFrom === undefined ? "Read on" : "Search further back"}
        </Button>
      )}
    </footer>
  );
}
