"use client";

import { type ComponentType, useState } from "react";

/** A component that is fetched when it is first wanted: `load` on hover or focus starts it, `show` renders it once it is here. */
export function useLazy<P>(load: () => Promise<ComponentType<P>>): { Part: ComponentType<P> | undefined; show: () => void } {
  const [Part, setPart] = useState<ComponentType<P>>();
  return { Part, show: () => void load().then((part) => setPart(() => part)) };
}
