"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { Sheet } from "../page/page";
import { Button } from "../ui/button";
import { Account } from "./account";

interface Latest {
  id: number;
  receivedAt: string;
  format: string;
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  skipReasons: Record<string, number>;
  rejectReasons: Record<string, number>;
}

/** Waits for a source's first batch and says what became of it; asks every two seconds while the page is in view. */
export function FirstLine({ source }: { source: { id: number; name: string } }) {
  const [latest, setLatest] = useState<Latest | null>(null);
  const [reached, setReached] = useState(true);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      if (document.visibilityState === "visible") {
        const answer = await fetch(`/api/sources/${source.id}/arrivals`).catch(() => undefined);
        if (stopped) return;
        setReached(answer?.ok ?? false);
        if (answer?.ok) setLatest(((await answer.json()) as { latest: Latest | null }).latest);
      }
      if (!stopped) timer = setTimeout(ask, 2000);
    };
    void ask();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [source.id]);

  return (
    <Sheet className="p-5">
      <div aria-live="polite">
        {latest ? (
          <div className="grid gap-4">
            <p className="text-base">
              <strong className="font-semibold">{headline(latest)}</strong> <span className="text-soft">Read as {latest.format}.</span>
            </p>
            <Account account={latest} />
            <div className="flex flex-wrap gap-2">
              {latest.used > 0 && (
                <Button asChild look="primary">
                  <Link href={`/connections?v=1&q=${encodeURIComponent(`source:${source.name}`)}&from=now-30d&to=now`}>
                    See its connections
                  </Link>
                </Button>
              )}
              <Button asChild>
                <Link href={`/sources/${source.id}`}>Open the source</Link>
              </Button>
            </div>
          </div>
        ) : (
          <div className="flex items-start gap-3">
            <span aria-hidden className="mt-1.5 size-2 shrink-0 animate-pulse-soft rounded-full bg-accent" />
            <p className="text-sm text-soft">
              {reached
                ? "Waiting for the first line. This page tells as soon as it is here."
                : "The server could not be reached; trying again."}
              <br />A batch that is refused as a whole – a wrong token, an unknown format – is told to its sender, not here.
            </p>
          </div>
        )}
      </div>
    </Sheet>
  );
}

function headline(latest: Latest): string {
  const lines = latest.lines === 1 ? "The first line has arrived" : `${latest.lines.toLocaleString("en")} lines have arrived`;
  if (latest.used === 0) return latest.rejected > 0 ? `${lines}, and none could be read.` : `${lines}; none of them is a connection.`;
  return latest.rejected > 0
    ? `${lines}; some could not be read.`
    : `${lines} and were read.`.replace("line has arrived and were", "line has arrived and was");
}
