"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useToast } from "../ui/toast";

interface State {
  status: "queued" | "running" | "done" | "failed";
  progress: number;
  findings: number;
  error: string | null;
}

/** How far an audit is, live; at its end the page is drawn anew. */
export function AuditProgress({ id, onEnd }: { id: string; onEnd?: () => void }) {
  const [state, setState] = useState<State>();
  const router = useRouter();
  const toast = useToast();
  const ended = useRef(onEnd);
  ended.current = onEnd;

  useEffect(() => {
    const events = new EventSource(`/api/audit/${id}/progress`);
    events.onmessage = (message: MessageEvent<string>) => {
      const next = JSON.parse(message.data) as State;
      setState(next);
      if (next.status !== "done" && next.status !== "failed") return;
      events.close();
      const failed = next.status === "failed";
      toast(
        failed
          ? { title: "The audit failed", detail: next.error ?? undefined, failed }
          : { title: "The audit has ended", detail: `${next.findings} ${next.findings === 1 ? "finding" : "findings"} in the period.` },
      );
      ended.current?.();
      router.refresh();
    };
    return () => events.close();
  }, [id, router, toast]);

  const percent = Math.round((state?.progress ?? 0) * 100);
  return (
    <div className="flex h-8 items-center gap-3 text-sm text-soft" role="status">
      <progress className="h-1.5 w-32 accent-accent" max={100} value={percent} aria-label="Audit" />
      <span className="figures">{!state || state.status === "queued" ? "Audit is waiting" : `Audit ${percent} %`}</span>
    </div>
  );
}
