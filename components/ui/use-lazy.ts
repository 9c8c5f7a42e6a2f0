"use client";

import { type ComponentType, useCallback, useState } from "react";

/** A component that is fetched when it is first wanted: `load` on hover or focus starts it, `show` renders it once it is here. */
export function useLazy<P>(load: () => Promise<ComponentType<P>>): { Part: ComponentType<P> | undefined; show: () => void } {
  const [Part, setPart] = useState<ComponentType<P>>();
  const show = useCallback(() => void load().then((part) => setPart(() => part)), [load]);
  return { Part, show };
}
