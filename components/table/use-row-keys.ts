"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";

/** Whether a key was typed into something that wants it. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("[role=dialog],[role=menu]") !== null);

/** Focuses at once, for the next key may come before the next frame; a virtual row far off is drawn with that. */
export function focusSoon(within: RefObject<HTMLElement | null>, selector: string, options?: FocusOptions): void {
  const focus = () => {
    const found = within.current?.querySelector<HTMLElement>(selector);
    found?.focus(options);
    return found;
  };
  if (!focus()) requestAnimationFrame(focus);
}

/**
 * j, k and the arrows move through the rows, Enter opens. Keys typed elsewhere on the page go to its first table.
 *
 * @param reveal brings row `index` into the document (virtual rows) before it is focused.
 */
export function useRowKeys(
  wrapper: RefObject<HTMLElement | null>,
  count: number,
  open: (index: number) => void,
  reveal?: (index: number) => void,
) {
  const [active, setActive] = useState(-1);
  const focus = useCallback(
    (index: number) => {
      setActive(index);
      reveal?.(index);
      focusSoon(wrapper, `tr[data-index="${index}"]`);
    },
    [wrapper, reveal],
  );

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      const own = wrapper.current;
      if (!own || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      const inside = e.target instanceof Node && own.contains(e.target);
      if (!inside && document.querySelector("[data-row-keys]") !== own) return;
      const onRow = inside && e.target instanceof HTMLElement && e.target.tagName === "TR";
      if (e.key === "j" || (onRow && e.key === "ArrowDown")) focus(Math.min(active + 1, count - 1));
      else if (e.key === "k" || (onRow && e.key === "ArrowUp")) focus(Math.max(active - 1, 0));
      else if (onRow && e.key === "Home") focus(0);
      else if (onRow && e.key === "End") focus(count - 1);
      else if (onRow && e.key === "Enter") open(active);
      else return;
      e.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [wrapper, active, count, focus, open]);

  return { active, setActive };
}
