"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { RuleUsage } from "@/lib/policy/lint";
import { Sheet } from "../page/page";
import { Tabs } from "../ui/tabs";
import { ChangeList } from "./change-list";
import { DiffView } from "./diff-view";
import { ProblemList } from "./problem-list";
import { type PublishAction, PublishBar } from "./publish-bar";
import { useCheck } from "./use-check";
import { type EditorHandle, YamlEditor } from "./yaml-editor";

/** Use and due days of the rules in force, so that the lint can speak of them as you type. */
export interface EditorHistory {
  usage: [string, RuleUsage][];
  due: [string, number][];
}

interface Props {
  /** What the editor starts with. */
  draft: string;
  /** The file in force, empty before the first. */
  force: string;
  /** Its version, 0 before the first. */
  base: number;
  maxReviewDays: number;
  history: EditorHistory;
  publish: PublishAction;
}

/** The file, what is wrong with it, and what it changes. */
export function PolicyEditor({ draft, force, base, maxReviewDays, history, publish }: Props) {
  const [yaml, setYaml] = useState(draft);
  const [isPublished, setPublished] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const context = useMemo(() => ({ now: Date.now(), usage: new Map(history.usage), due: new Map(history.due) }), [history]);
  const { checked, isStale } = useCheck(yaml, force, maxReviewDays, context);
  const isChanged = yaml !== force;
  useWarning(yaml !== draft && !isPublished);
  const problems = checked?.problems ?? [];
  return (
    <Sheet className="overflow-hidden">
      <div className="grid lg:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)]">
        <YamlEditor ref={editor} value={yaml} onChange={setYaml} problems={problems} />
        <div className="min-w-0 border-t lg:max-h-[min(70vh,52rem)] lg:overflow-y-auto lg:border-t-0 lg:border-l">
          <div className="[&_[role=tablist]]:px-4 [&_[role=tabpanel]]:pt-0">
            <Tabs
              tabs={[
                {
                  id: "problems",
                  label: `Remarks (${problems.length})`,
                  content: (
                    <div id="policy-problems" aria-live="polite">
                      {checked === undefined ? (
                        <p className="px-4 py-4 text-sm text-faint">Checking …</p>
                      ) : problems.length === 0 ? (
                        <p className="px-4 py-4 text-sm text-soft">The file can be read, and the lint has no remarks.</p>
                      ) : (
                        <ProblemList problems={problems} onGo={(line, column) => editor.current?.goTo(line, column)} />
                      )}
                    </div>
                  ),
                },
                {
                  id: "rules",
                  label: `Rules changed${checked?.changes ? ` (${checked.changes.length})` : ""}`,
                  content: checked?.changes ? (
                    <ChangeList changes={checked.changes} />
                  ) : (
                    <p className="px-4 py-4 text-sm text-soft">The file has to be free of errors first.</p>
                  ),
                },
                { id: "lines", label: "Lines changed", content: <DiffView before={force} after={yaml} /> },
              ]}
            />
          </div>
        </div>
      </div>
      <PublishBar
        yaml={yaml}
        base={base}
        checked={checked}
        isStale={isStale}
        isChanged={isChanged}
        publish={publish}
        onPublished={() => setPublished(true)}
      />
    </Sheet>
  );
}

/** The browser asks before a changed draft is left. */
function useWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (e: BeforeUnloadEvent): void => e.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
}
