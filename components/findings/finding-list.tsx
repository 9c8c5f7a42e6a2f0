"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Assignee } from "@/lib/db/assignee";
import type { FindingStatus, Severity } from "@/lib/db/generated/prisma/client";
import { useAct } from "../access/use-act";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { isTyping } from "../table/use-row-keys";
import { SampleMark } from "../ui/badge";
import { Absent } from "../ui/figures";
import { SeverityWord } from "../ui/severity";
import { useToast } from "../ui/toast";
import { visible } from "../ui/visible";
import { BulkBar } from "./bulk-bar";
import { StatusBadge } from "./status";
import { type TriageAction, TriageDialog, type TriageTask } from "./triage-dialog";

export interface ListedFinding {
  id: string;
  title: string;
  subject: string;
  severity: Severity;
  status: FindingStatus;
  acceptedUntil: Date | null;
  team: string | null;
  assignee: string | null;
  firstSeen: Date;
  lastSeen: Date;
  sample: boolean;
}

const weight: Record<Severity, number> = { low: 0, medium: 1, high: 2, critical: 3 };

const columns: TableColumn[] = [
  { id: "finding", label: "Finding" },
  { id: "severity", label: "Severity" },
  { id: "status", label: "Status", minor: true },
  { id: "team", label: "Team", minor: true },
  { id: "assignee", label: "Assignee", minor: true },
  { id: "first", label: "Since", unit: "time", minor: true },
  { id: "last", label: "Last seen", unit: "time" },
];

/** The queue: j and k move, a acknowledges, r resolves, x picks; what is picked is decided together. */
export function FindingList({
  findings,
  total,
  people,
  action,
  now,
}: {
  findings: readonly ListedFinding[];
  total: number;
  people: readonly Assignee[];
  /** Absent for those who only read. */
  action?: TriageAction;
  now: number;
}) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<{ task: TriageTask; ids: readonly string[] }>();
  const own = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const toast = useToast();
  const pick = useCallback((id: string) => setPicked((all) => toggled(all, id)), []);
  const { run, pending } = useAct(action ?? never, ({ changed }) => {
    toast({ title: changed === 1 ? "Acknowledged" : `${changed} findings acknowledged` });
    setPicked(new Set());
  });
  const acknowledge = useCallback((ids: readonly string[]) => run({ act: "acknowledge", ids: [...ids] }), [run]);

  useEffect(() => {
    if (!action) return;
    const onKey = (e: KeyboardEvent): void => {
      if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      const row = document.activeElement?.closest("tr");
      const id = row && own.current?.contains(row) ? row.querySelector<HTMLElement>("[data-finding]")?.dataset.finding : undefined;
      const ids = picked.size > 0 ? [...picked] : id ? [id] : [];
      if (ids.length === 0) return;
      if (e.key === "a") acknowledge(ids);
      else if (e.key === "r") setAsked({ task: "resolve", ids });
      else if (e.key === "x" && id) pick(id);
      else return;
      e.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [action, picked, pick, acknowledge]);

  const rows = useMemo(
    () =>
      findings.map((f) => ({
        id: f.id,
        cells: {
          finding: (
            <span data-finding={f.id} className="flex min-w-0 cursor-pointer items-start gap-3">
              {action && (
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  aria-label={`Pick ${f.title}: ${visible(f.subject)}`}
                  checked={picked.has(f.id)}
                  onChange={() => pick(f.id)}
                />
              )}
              <span className="grid min-w-0">
                <span className="inline-flex flex-wrap items-center gap-2">
                  <Link prefetch={false} href={`/findings/${f.id}`} className="font-medium hover:text-accent">
                    {f.title}
                  </Link>
                  {f.sample && <SampleMark />}
                </span>
                <span className="code break-all text-xs text-soft">{visible(f.subject)}</span>
              </span>
            </span>
          ),
          severity: <SeverityWord severity={f.severity} />,
          status: <StatusBadge status={f.status} acceptedUntil={f.acceptedUntil} now={now} />,
          team: f.team ?? <Absent why="No team owns it" />,
          assignee: f.assignee ?? <span className="text-faint">nobody</span>,
          first: f.firstSeen.getTime(),
          last: f.lastSeen.getTime(),
        },
        sortBy: { finding: `${f.title} ${f.subject}`, severity: weight[f.severity], status: f.status, assignee: f.assignee },
      })),
    [findings, picked, pick, action, now],
  );
  return (
    <div ref={own}>
      {picked.size > 0 && (
        <BulkBar
          count={picked.size}
          pending={pending}
          onAcknowledge={() => acknowledge([...picked])}
          onAsk={(task) => setAsked({ task, ids: [...picked] })}
          onClear={() => setPicked(new Set())}
        />
      )}
      <DataTable caption="Findings" columns={columns} rows={rows} total={total} onOpen={(row) => router.push(`/findings/${row.id}`)} />
      {asked && action && (
        <TriageDialog
          {...asked}
          people={people}
          action={action}
          onClose={() => setAsked(undefined)}
          onDone={(task, changed) => {
            setAsked(undefined);
            setPicked(new Set());
            toast({ title: `${doneWords[task]}: ${changed} ${changed === 1 ? "finding" : "findings"}` });
          }}
        />
      )}
    </div>
  );
}

const doneWords: Record<TriageTask, string> = { resolve: "Resolved", accept: "Accepted", assign: "Assigned" };
const never: TriageAction = async () => ({ ok: { changed: 0 } });

function toggled(all: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(all);
  if (!next.delete(id)) next.add(id);
  return next;
}
