"use client";

import { useRef } from "react";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Textarea } from "../ui/textarea";
import type { TriageAction } from "./triage-dialog";

/** A remark for whoever looks next; it stays in the journal as it was written. */
export function CommentForm({ id, action }: { id: string; action: TriageAction }) {
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, problem } = useAct(action, () => form.current?.reset());
  return (
    <form
      ref={form}
      className="grid gap-2 print:hidden"
      onSubmit={(e) => {
        e.preventDefault();
        run({ act: "comment", ids: [id], reason: String(new FormData(e.currentTarget).get("comment")) });
      }}
    >
      <ProblemNote problem={problem} />
      <Textarea name="comment" aria-label="Comment" rows={3} required maxLength={2000} placeholder="What you know, or did, about it" />
      <Button type="submit" className="w-fit" disabled={pending}>
        Comment
      </Button>
    </form>
  );
}
