"use client";

import { useLazy } from "../ui/use-lazy";
import { type Account, AccountTrigger } from "./account-trigger";
import type { Theme } from "./theme";

const load = () => import("./account-items").then((m) => m.AccountItems);

/** Who is signed in; the theme; the way out. */
export function AccountMenu({ name, role, theme }: Account & { theme: Theme }) {
  const { Part: Items, show } = useLazy(load);
  if (Items) return <Items name={name} role={role} theme={theme} />;
  return <AccountTrigger name={name} role={role} onPointerEnter={load} onFocus={load} onClick={show} />;
}
