"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn";
import { PlaceIcon } from "./icons";
import type { Section } from "./sections";

/** Grouped links; the place one is in is marked. */
export function Nav({ sections, onFollow }: { sections: Section[]; onFollow?: () => void }) {
  const path = usePathname();
  return (
    <nav aria-label="Main" className="grid gap-5 px-3">
      {sections.map((section) => (
        <div key={section.label ?? "work"}>
          {section.label && <p className="eyebrow px-2 pb-1">{section.label}</p>}
          <ul className="grid gap-px">
            {section.places.map((place) => {
              const here = path === place.href || path.startsWith(`${place.href}/`);
              return (
                <li key={place.href}>
                  <Link
                    href={place.href}
                    prefetch={false}
                    aria-current={here ? "page" : undefined}
                    onClick={onFollow}
                    className={cn(
                      "flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-soft transition-colors hover:bg-hover hover:text-ink",
                      here && "bg-hover font-medium text-ink [&_svg]:text-accent",
                    )}
                  >
                    <PlaceIcon name={place.icon} />
                    {place.label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
