"use client";

import { type ReactNode, useState } from "react";
import type { Acted } from "@/lib/access/act";
import { Button, type ButtonProps } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { useToast } from "../ui/toast";
import { ProblemNote } from "./problem-note";
import { useAct } from "./use-act";

/** A button for what cannot be taken back: it asks first, saying what will happen. */
export function ConfirmButton<T>({
  title,
  children,
  confirm,
  done,
  action,
  onDone,
  label,
  ...button
}: Omit<ButtonProps, "onClick" | "title"> & {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** Word on the button that does it. */
  confirm: string;
  /** Notice afterwards. */
  done?: string;
  action: () => Promise<Acted<T>>;
  onDone?: (ok: T) => void;
  label: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  const { run, pending, problem, clear } = useAct(action, (ok) => {
    setOpen(false);
    if (done) toast({ title: done });
    onDone?.(ok);
  });
  return (
    <Dialog
      title={title}
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={<Button {...button}>{label}</Button>}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button look="danger" disabled={pending} onClick={() => run(undefined as never)}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 text-sm text-soft">
        {children}
        <ProblemNote problem={problem} />
      </div>
    </Dialog>
  );
}
