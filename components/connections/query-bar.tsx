"use client";

import { Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { parseQuery } from "@/lib/query/parse";
import type { QueryProblem } from "@/lib/query/tokenize";
import { isTyping } from "../table/use-row-keys";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { fullCount } from "../ui/number";
import { visible } from "../ui/visible";
import { MarkedText } from "./marked-text";
import { useCompletion } from "./use-completion";
import { useView } from "./use-view";

/** The filter as text. Completion after WAI-ARIA's combobox; what cannot be read is underlined and not searched. */
export function QueryBar() {
  const { view, search, pending } = useView();
  const [text, setText] = useState(view.q);
  const [caret, setCaret] = useState(view.q.length);
  const [focused, setFocused] = useState(false);
  const [asked, setAsked] = useState(view.q);
  const input = useRef<HTMLInputElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const id = useId();

  // The address changed by a facet, a menu or Back: the bar follows it.
  if (asked !== view.q) {
    setAsked(view.q);
    setText(view.q);
    setCaret(view.q.length);
  }

  const { problems = [] } = parseQuery(text);
  const submitted = text === view.q;
  // While it is being typed, a mistake at the caret is only something unfinished.
  const told = submitted ? problems : problems.filter((p) => !(focused && p.to >= caret && p.from <= caret));
  const completion = useCompletion(text, caret, focused, view);
  const { options, active, setActive, close } = completion;

  useEffect(() => {
    const onKey = (e: globalThis.KeyboardEvent) => {
      if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const place = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const choose = (index: number) => {
    const option = options[index];
    if (!option) return;
    const { from, to } = completion;
    const space = option.insert.endsWith(":") || /[<>]=?$/.test(option.insert) || text[to] === ")" ? "" : " ";
    const inserted = option.insert + (text[to] === " " ? "" : space);
    place(text.slice(0, from) + inserted + text.slice(to), from + inserted.length + (text[to] === " " && space ? 1 : 0));
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown" && options.length > 0) setActive((active + 1) % options.length);
    else if (e.key === "ArrowUp" && options.length > 0) setActive((active <= 0 ? options.length : active) - 1);
    else if ((e.key === "Enter" || e.key === "Tab") && active >= 0) choose(active);
    else if (e.key === "Enter") {
      close();
      search({ q: text.trim() });
    } else if (e.key === "Escape" && options.length > 0) close();
    else return;
    e.preventDefault();
  };
  const apply = (p: QueryProblem) => {
    place(text.slice(0, p.from) + p.fix + text.slice(p.to), p.from + (p.fix?.length ?? 0));
    input.current?.focus();
  };

  const listed = focused && options.length > 0;
  const sync = () => {
    if (marks.current && input.current) marks.current.scrollLeft = input.current.scrollLeft;
  };
  const move = () => {
    setCaret(input.current?.selectionStart ?? text.length);
    sync();
  };
  return (
    <search className="relative">
      <div
        className={cn(
          "relative flex h-10 items-center rounded-md border border-line-strong bg-surface pr-1 pl-9 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
          told.length > 0 && "border-violation",
        )}
      >
        <Search aria-hidden className={cn("absolute left-3 size-4 text-faint", pending && "animate-pulse-soft")} />
        <div className="relative h-full min-w-0 grow">
          <div
            ref={marks}
            aria-hidden
            className="code pointer-events-none absolute inset-0 flex items-center overflow-hidden text-base whitespace-pre"
          >
            <MarkedText text={text} problems={told} />
          </div>
          <input
            ref={input}
            value={text}
            role="combobox"
            aria-label="Filter"
            aria-expanded={listed}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
            aria-invalid={told.length > 0 || undefined}
            aria-describedby={`${id}-problems`}
            placeholder="Filter, for example outcome:violation country:(US OR CN) -dport:443"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            maxLength={4096}
            onChange={(e) => {
              setText(e.target.value);
              setCaret(e.target.selectionStart ?? e.target.value.length);
            }}
            onSelect={move}
            onScroll={sync}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onKeyDown={onKeyDown}
            className="code absolute inset-0 w-full bg-transparent text-base text-transparent caret-ink outline-none"
          />
        </div>
        {text !== "" && (
          <IconButton
            label="Clear the filter"
            onClick={() => {
              place("", 0);
              search({ q: "" });
            }}
          >
            <X />
          </IconButton>
        )}
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={completion.field ? `Values of ${completion.field}` : "Fields"}
        hidden={!listed}
        className="absolute top-full left-0 z-40 mt-1 max-h-80 w-full max-w-xl overflow-y-auto rounded-lg bg-raised p-1 shadow-over"
      >
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the input, as the pattern asks.
          <div
            key={option.insert}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            tabIndex={-1}
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => choose(i)}
            className="flex min-h-7 cursor-default items-baseline gap-3 rounded-md px-2 py-1 text-sm hover:bg-hover aria-selected:bg-accent-wash"
          >
            <span className="code min-w-0 truncate">{visible(option.label)}</span>
            <span className="grow truncate text-xs text-faint">{option.detail}</span>
            {option.count !== undefined && <span className="figures text-xs text-faint">{fullCount(option.count)}</span>}
          </div>
        ))}
      </div>
      <ul id={`${id}-problems`} aria-live="polite" className={cn("text-sm text-violation-ink", told.length > 0 && "mt-1.5")}>
        {told.map((p) => (
          <li key={`${p.from} ${p.message}`}>
            {p.message} <span className="text-faint">At character {p.from + 1}.</span>
            {p.fix !== undefined && (
              <button type="button" onClick={() => apply(p)} className="link ml-2">
                Write {p.fix}
              </button>
            )}
          </li>
        ))}
      </ul>
    </search>
  );
}
