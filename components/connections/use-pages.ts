"use client";

import { useCallback, useRef, useState } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { FoundPage } from "@/lib/db/search";
import { type ExplorerView, viewParams } from "@/lib/query/view";
import { ask, failureOf } from "./ask";

export type Loading = "idle" | "loading" | { failed: string };

/** The pages read so far, and the next one when it is asked for. One search, one use of this: a new search mounts anew. */
export function usePages(first: FoundPage, view: ExplorerView) {
  const [pages, setPages] = useState([first]);
  const [state, setState] = useState<Loading>("idle");
  const busy = useRef(false);
  const last = pages.at(-1)!;

  const more = useCallback(async () => {
    if (busy.current || !last.next) return;
    busy.current = true;
    setState("loading");
    try {
      const params = viewParams(view);
      params.set("after", last.next);
      const page = await ask<FoundPage>(`/connections/rows?${params}`);
      setPages((all) => [...all, page]);
      setState("idle");
    } catch (error) {
      setState({ failed: failureOf(error).detail });
    } finally {
      busy.current = false;
    }
  }, [last, view]);

  const records: FoundRecord[] = pages.length === 1 ? first.records : pages.flatMap((p) => p.records);
  return { records, more, state, hasMore: last.next !== undefined, searchedFrom: last.searchedFrom };
}
