import Link from "next/link";
import type { ReactNode } from "react";
import { homeOf, type Role } from "@/lib/model/role";
import { AccountMenu } from "./account-menu";
import { Keys } from "./keys";
import { NarrowNav } from "./narrow-nav";
import { Nav } from "./nav";
import { Palette } from "./palette";
import { sectionsOf } from "./sections";
import type { Theme } from "./theme";
import { Wordmark } from "./wordmark";

export const roleNames: Record<Role, string> = {
  engineer: "Engineer",
  legal: "Legal",
  ciso: "Security lead",
  auditor: "Auditor",
  admin: "Administrator",
};

/** The frame of the signed-in part: navigation at the left, on narrow screens at the top; `banner` over the page. */
export function Shell({
  actor,
  theme,
  banner,
  children,
}: {
  actor: { name: string; role: Role };
  theme: Theme;
  banner?: ReactNode;
  children: ReactNode;
}) {
  const sections = sectionsOf(actor.role);
  const account = <AccountMenu name={actor.name} role={roleNames[actor.role]} theme={theme} />;
  return (
    <div className="lg:grid lg:grid-cols-[14rem_minmax(0,1fr)] print:block">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-ink px-3 py-2 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <aside className="sticky top-0 flex h-dvh flex-col border-r bg-sunken max-lg:hidden print:hidden">
        <Link prefetch={false} href={homeOf[actor.role]} className="flex h-14 shrink-0 items-center px-5">
          <Wordmark />
        </Link>
        <div className="min-h-0 grow overflow-y-auto py-1">
          <Nav sections={sections} />
        </div>
        <div className="border-t p-2">{account}</div>
      </aside>
      <header className="sticky top-0 z-20 flex h-13 items-center gap-2 border-b bg-paper px-3 lg:hidden print:hidden">
        <NarrowNav sections={sections} />
        <Link prefetch={false} href={homeOf[actor.role]} className="grow">
          <Wordmark />
        </Link>
        <div>{account}</div>
      </header>
      <div className="min-w-0">
        {banner}
        <main id="main" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
      <Keys sections={sections} />
      <Palette sections={sections} />
    </div>
  );
}
