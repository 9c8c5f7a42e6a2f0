"use client";

import type { ReadRecord } from "@/lib/report/read-record";
import { type ReadRaw, RecordView } from "./record-view";
import { useViewControl, ViewProvider } from "./use-view";
import { ValueMenuProvider } from "./value-menu";

/** A record on a page of its own: its values' menus lead to the explorer. */
export function RecordPage({ read, readRaw }: { read: ReadRecord; readRaw: ReadRaw }) {
  const control = useViewControl();
  return (
    <ViewProvider value={control}>
      <ValueMenuProvider>
        <RecordView read={read} readRaw={readRaw} zone={control.view.tz} />
      </ValueMenuProvider>
    </ViewProvider>
  );
}
