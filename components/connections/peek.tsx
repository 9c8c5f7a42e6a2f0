"use client";

import { Maximize2 } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { ReadRecord } from "@/lib/report/read-record";
import { CopyButton } from "../ui/copy-button";
import { Drawer } from "../ui/drawer";
import { ErrorState } from "../ui/error-state";
import { IconButton } from "../ui/icon-button";
import { Skeleton } from "../ui/skeleton";
import { visible } from "../ui/visible";
import { ask, failureOf } from "./ask";
import { type ReadRaw, RecordView } from "./record-view";
import { useView } from "./use-view";

type State = { id: string; read?: ReadRecord; failed?: { detail: string; reference?: string } };

/** The record that the address names, beside the list; j and k go on through the list. */
export function Peek({ readRaw }: { readRaw: ReadRaw }) {
  const { view, show } = useView();
  const id = view.peek;
  const [state, setState] = useState<State>();

  useEffect(() => {
    if (!id) return;
    const abort = new AbortController();
    // Held down, j passes many records: only the one that it stops at is read.
    const timer = setTimeout(async () => {
      try {
        setState({ id, read: await ask<ReadRecord>(`/connections/${encodeURIComponent(id)}/record`, abort.signal) });
      } catch (error) {
        if (!abort.signal.aborted) setState({ id, failed: failureOf(error) });
      }
    }, 60);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [id]);

  const read = state?.read;
  const stale = state?.id !== id;
  const title =
    read && !stale
      ? visible(`${read.record.facts.service} to ${read.record.facts.host ?? read.record.facts.ip ?? "an unknown destination"}`)
      : "Connection";
  return (
    <Drawer
      open={id !== undefined}
      onClose={() => show({ peek: undefined })}
      title={title}
      className="max-w-[38rem]"
      actions={
        id && (
          <>
            <CopyButton text={id} title="Copy id" />
            <IconButton label="Open on a page of its own" asChild>
              <Link href={`/connections/${id}`}>
                <Maximize2 />
              </Link>
            </IconButton>
          </>
        )
      }
    >
      <div data-peek="" aria-busy={stale} className={stale && read ? "opacity-60" : undefined}>
        {read ? (
          <RecordView read={read} readRaw={readRaw} zone={view.tz} />
        ) : state?.failed && !stale ? (
          <ErrorState title="This record cannot be shown" detail={state.failed.detail} reference={state.failed.reference} />
        ) : (
          <div className="grid gap-4">
            <Skeleton className="h-6 w-64" />
            <Skeleton className="h-24" />
            <Skeleton className="h-40" />
            <Skeleton className="h-40" />
          </div>
        )}
      </div>
    </Drawer>
  );
}
