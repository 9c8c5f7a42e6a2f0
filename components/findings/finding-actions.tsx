"use client";

import { useEffect, useState } from "react";
import type { Assignee } from "@/lib/db/assignee";
import type { FindingStatus } from "@/lib/db/generated/prisma/client";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { isTyping } from "../table/use-row-keys";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { type TriageAction, TriageDialog, type TriageTask } from "./triage-dialog";

/** What can be decided about one finding; a and r as in the queue. */
export function FindingActions({
  id,
  status,
  people,
  action,
}: {
  id: string;
  status: FindingStatus;
  people: readonly Assignee[];
  action: TriageAction;
}) {
  const [asked, setAsked] = useState<TriageTask>();
  const toast = useToast();
  const { run, pending, problem } = useAct(action, () => toast({ title: "Saved" }));

  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      if (e.key === "a" && status === "open") run({ act: "acknowledge", ids: [id] });
      else if (e.key === "r" && status !== "resolved") setAsked("resolve");
      else return;
      e.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [id, status, run]);

  return (
    <>
      {status === "open" && (
        <Button look="primary" disabled={pending} onClick={() => run({ act: "acknowledge", ids: [id] })}>
          Acknowledge
        </Button>
      )}
      {status === "resolved" || status === "accepted" ? (
        <Button disabled={pending} onClick={() => run({ act: "reopen", ids: [id] })}>
          Open again
        </Button>
      ) : null}
      {status !== "resolved" && <Button onClick={() => setAsked("resolve")}>Resolve…</Button>}
      {status !== "resolved" && <Button onClick={() => setAsked("accept")}>Accept…</Button>}
      <Button onClick={() => setAsked("assign")}>Assign…</Button>
      <ProblemNote problem={problem} />
      {asked && (
        <TriageDialog
          task={asked}
          ids={[id]}
          people={people}
          action={action}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            toast({ title: "Saved" });
          }}
        />
      )}
    </>
  );
}
