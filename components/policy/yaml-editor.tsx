"use client";

import { type KeyboardEvent, type Ref, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { PolicyProblem } from "@/lib/model/policy";
import { cn } from "../ui/cn";

const LINE = 20;
const PAD = 8;

export interface EditorHandle {
  /** Puts the cursor there and brings it into view; both from 1. */
  goTo(line: number, column: number): void;
}

/** A plain text field with line numbers; lines with remarks are marked beside their number. */
export function YamlEditor({
  value,
  onChange,
  problems,
  ref,
}: {
  value: string;
  onChange: (yaml: string) => void;
  problems: readonly PolicyProblem[];
  ref: Ref<EditorHandle>;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 800 });
  const count = useMemo(() => value.split("\n").length, [value]);
  const marks = useMemo(() => marksOf(problems), [problems]);

  useImperativeHandle(ref, () => ({
    goTo(line, column) {
      const area = field.current;
      if (!area) return;
      let at = 0;
      for (let i = 1; i < line; i++) at = area.value.indexOf("\n", at) + 1;
      area.focus();
      area.setSelectionRange(at + column - 1, at + column - 1);
      area.scrollTop = Math.max(0, (line - 1) * LINE - area.clientHeight / 3);
    },
  }));

  const first = Math.max(0, Math.floor((scroll.top - PAD) / LINE) - 2);
  const last = Math.min(count, first + Math.ceil(scroll.height / LINE) + 6);
  const digits = Math.max(2, String(count).length);
  return (
    <div className="flex h-[min(70vh,52rem)] min-h-80 overflow-hidden">
      <div aria-hidden className="relative shrink-0 overflow-hidden border-r bg-sunken" style={{ width: `calc(${digits}ch + 2.25rem)` }}>
        <div
          className="code figures absolute inset-x-0 text-right text-xs"
          style={{ transform: `translateY(${PAD + first * LINE - scroll.top}px)` }}
        >
          {Array.from({ length: Math.max(0, last - first) }, (_, i) => {
            const line = first + i + 1;
            const mark = marks.get(line);
            return (
              <div
                key={line}
                title={mark?.message}
                className={cn("flex h-5 items-center justify-between pr-2 pl-2 leading-5", mark ? "font-semibold text-ink" : "text-faint")}
              >
                <span>{mark ? signs[mark.severity] : ""}</span>
                {line}
              </div>
            );
          })}
        </div>
      </div>
      <textarea
        ref={field}
        aria-label="Policy, as YAML"
        aria-describedby="policy-problems"
        value={value}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        onChange={(e) => onChange(e.target.value)}
        onScroll={(e) => setScroll({ top: e.currentTarget.scrollTop, height: e.currentTarget.clientHeight })}
        onKeyDown={(e) => keepIndent(e, onChange)}
        className="code min-w-0 grow resize-none overflow-auto bg-surface px-3 text-xs leading-5 text-ink outline-none focus-visible:-outline-offset-2 focus-visible:outline-2"
        style={{ paddingBlock: PAD, tabSize: 2 }}
      />
    </div>
  );
}

const signs = { error: "✕", warning: "!", note: "·" } as const;
const rank = { error: 0, warning: 1, note: 2 } as const;

function marksOf(problems: readonly PolicyProblem[]): Map<number, PolicyProblem> {
  const marks = new Map<number, PolicyProblem>();
  for (const p of problems) {
    const known = marks.get(p.line);
    if (!known || rank[p.severity] < rank[known.severity]) marks.set(p.line, p);
  }
  return marks;
}

/** A new line starts where the one before it did. Tab keeps moving the focus. */
function keepIndent(e: KeyboardEvent<HTMLTextAreaElement>, onChange: (yaml: string) => void): void {
  if (e.key !== "Enter" || e.nativeEvent.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
  const area = e.currentTarget;
  const before = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);
  const indent = /^ *(?:- )?/.exec(before)?.[0].replace("-", " ") ?? "";
  if (indent === "") return;
  e.preventDefault();
  // Typed through the browser, so that undo knows it; where that is gone, set as a value.
  if (!document.execCommand("insertText", false, `\n${indent}`)) {
    area.setRangeText(`\n${indent}`, area.selectionStart, area.selectionEnd, "end");
    onChange(area.value);
  }
}
