"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { ReplayPreview } from "@/lib/ingest/replay/preview-replay";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { visible } from "../ui/visible";

interface ReplayProps {
  source: number;
  /** Only lines rejected for this. */
  reason?: string | undefined;
  /** A replay waits or runs. */
  busy: boolean;
  preview: (input: { source: number; reason?: string | undefined }) => Promise<Acted<ReplayPreview>>;
  replay: (input: { source: number; reason?: string | undefined }) => Promise<Acted<void>>;
}

const number = (n: number): string => n.toLocaleString("en");
const AGAIN_MS = 1500;

/** Has rejected lines read again; says first how many would be read. */
export function ReplayButton({ source, reason, busy, preview, replay }: ReplayProps) {
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<ReplayPreview>();
  const router = useRouter();
  const trying = useAct(preview, setFound);
  const reading = useAct(replay, () => setOpen(false));
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => router.refresh(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, router]);
  const input = { source, ...(reason !== undefined && { reason }) };
  return (
    <>
      <span role="status" className="self-center text-sm text-soft empty:absolute">
        {busy && "Reading again …"}
      </span>
      <Dialog
        title="Read rejected lines again"
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          reading.clear();
          if (!next) return;
          setFound(undefined);
          trying.run(input);
        }}
        trigger={
          <Button look="primary" disabled={busy}>
            Read again
          </Button>
        }
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button look="primary" disabled={!found?.readable || reading.pending} onClick={() => reading.run(input)}>
              {found?.readable ? `Read ${number(found.readable)} ${found.readable === 1 ? "line" : "lines"}` : "Read them"}
            </Button>
          </>
        }
      >
        <div className="grid gap-3 text-sm" aria-live="polite">
          <ProblemNote problem={trying.problem ?? reading.problem} />
          {found ? <Found found={found} /> : !trying.problem && <Skeleton className="h-24 w-full" />}
        </div>
      </Dialog>
    </>
  );
}

function Found({ found }: { found: ReplayPreview }) {
  const part = found.tried < found.lines - found.reasons.reduce((sum, r) => sum + r.cut, 0);
  return (
    <>
      <p className="text-base">
        <strong className="figures font-semibold">
          {number(found.readable)} of {number(part ? found.tried : found.lines)}
        </strong>{" "}
        {part ? `lines that were tried would be read now; ${number(found.lines)} wait in all.` : "lines would be read now."}
      </p>
      <ul className="divide-y border-y">
        {found.reasons.map((r) => (
          <li key={r.reason} className="flex items-baseline justify-between gap-4 py-1.5">
            <span className="min-w-0 break-words">
              {visible(r.reason)}
              {r.cut > 0 && <span className="text-faint"> – {number(r.cut)} cut or damaged before they were kept</span>}
            </span>
            <span className="figures shrink-0 text-soft">
              {number(r.readable)} of {number(r.lines)}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-soft">
        They are read as the source is set up now, as of the moment they were received, and become an import that names the one they came
        from. What is read rests masked, and its sealed bytes go; what still cannot be read stays.
      </p>
    </>
  );
}
