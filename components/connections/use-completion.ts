"use client";

import { useEffect, useMemo, useState } from "react";
import { completeAt, type Suggestion, suggestionOf } from "@/lib/query/complete";
import type { FieldId } from "@/lib/query/fields";
import { type ExplorerView, viewParams } from "@/lib/query/view";
import { ask } from "./ask";

/** What may come at the caret: from the language at once, values with their counts from the store a moment later. */
export function useCompletion(text: string, caret: number, focused: boolean, view: ExplorerView) {
  const completion = useMemo(() => completeAt(text, caret), [text, caret]);
  const [found, setFound] = useState<{ key: string; options: Suggestion[] }>({ key: "", options: [] });
  const key = completion.field ? `${completion.field} ${completion.prefix}` : "";
  const [closedAt, setClosedAt] = useState<string>();
  const [choice, setChoice] = useState({ at: "", index: -1 });
  const place = `${caret} ${text}`;

  useEffect(() => {
    const { field, prefix } = completion;
    if (!focused || !field || /^[<>]/.test(prefix)) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const params = viewParams({ ...view, q: "" });
      params.set("field", field);
      params.set("prefix", prefix.replaceAll("*", ""));
      try {
        const values = await ask<{ value: string; count: number }[]>(`/connections/values?${params}`, abort.signal);
        setFound({ key: `${field} ${prefix}`, options: values.map((v) => valueOption(field, v)) });
      } catch {
        // Typed on, or offline: the language's own suggestions stay.
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [completion, focused, view]);

  const real = found.key === key ? found.options : [];
  const own = completion.suggestions.filter((s) => !real.some((r) => r.insert === s.insert));
  const typed = text.slice(completion.from, completion.to);
  const all = [...real, ...own].filter((s) => s.insert !== typed).slice(0, 40);
  const options = closedAt === place ? [] : all;
  return {
    ...completion,
    options,
    active: choice.at === place && choice.index < options.length ? choice.index : -1,
    setActive: (index: number) => setChoice({ at: place, index }),
    close: () => setClosedAt(place),
  };
}

const valueOption = (field: FieldId, { value, count }: { value: string; count: number }): Suggestion => suggestionOf(field, value, count);
