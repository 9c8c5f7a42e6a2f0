"use client";

import { useEffect, useState } from "react";

interface Found {
  field: "service" | "host";
  value: string;
}

const fields = ["service", "host"] as const;

/** Services and hosts of the last 30 days that begin with the text; nothing for less than two letters. */
export function useFoundValues(text: string, allowed: boolean): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    setFound([]);
    if (!allowed || text.length < 2) return;
    const abort = new AbortController();
    const ask = async (field: (typeof fields)[number]): Promise<Found[]> => {
      const search = new URLSearchParams({ v: "1", from: "now-30d", to: "now", field, prefix: text });
      const response = await fetch(`/connections/values?${search}`, { signal: abort.signal });
      if (!response.ok) return [];
      const values = (await response.json()) as { value: string }[];
      return values.slice(0, 6).map(({ value }) => ({ field, value }));
    };
    const timer = setTimeout(() => {
      Promise.all(fields.map(ask))
        .then((all) => setFound(all.flat()))
        .catch(() => {}); // Aborted, or the network is gone: the pages are still there to go to.
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, allowed]);
  return found;
}
