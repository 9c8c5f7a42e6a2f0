"use client";

import { Calendar } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import { isTyping } from "../table/use-row-keys";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { periodWords } from "./period-words";
import { withParams } from "./url";

const load = () => import("./time-panel").then((m) => m.TimePanel);
const TimePanel = dynamic(load, { ssr: false });

/** The period, kept in the address: relative ("now-7d") or absolute (RFC 3339, UTC). `t` opens it. */
export function TimeRange({ from, to }: { from: string; to: string }) {
  const [open, setOpen] = useState(false);
  const [pending, start] = useTransition();
  const button = useRef<HTMLButtonElement>(null);
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "t" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const close = useCallback(() => {
    setOpen(false);
    // Back to where one came from, unless one has gone elsewhere already.
    if (document.activeElement === document.body || button.current?.parentElement?.contains(document.activeElement))
      button.current?.focus();
  }, []);
  const choose = (next: { from: string; to: string }) => {
    close();
    start(() => router.push(withParams(path, params, next), { scroll: false }));
  };

  return (
    <div className="relative">
      <Button
        ref={button}
        aria-busy={pending}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(!open)}
        className={cn("figures font-normal", pending && "text-faint")}
      >
        <Calendar className="text-faint" />
        {periodWords(from, to)}
      </Button>
      {open && <TimePanel from={from} to={to} onChoose={choose} onClose={close} />}
    </div>
  );
}
