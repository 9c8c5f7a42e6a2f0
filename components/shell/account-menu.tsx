"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { chooseTheme, type Theme, themes } from "./theme";

const item =
  "flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-[highlighted]:bg-hover data-[highlighted]:text-ink";
const themeNames: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

/** Who is signed in; the theme; the way out. */
export function AccountMenu({ name, role, theme: initial }: { name: string; role: string; theme: Theme }) {
  const [theme, setTheme] = useState(initial);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        aria-label={`Account: ${name}, ${role}`}
        className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left text-sm hover:bg-hover"
      >
        <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent">
          {initials(name)}
        </span>
        <span className="grid min-w-0 grow leading-4 max-lg:hidden">
          <span className="truncate font-medium">{name}</span>
          <span className="text-xs text-faint">{role}</span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 text-faint max-lg:hidden" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-56 rounded-lg bg-raised p-1 shadow-over data-[state=open]:animate-enter"
        >
          <div className="px-2 py-1.5">
            <p className="truncate text-sm font-medium">{name}</p>
            <p className="text-xs text-faint">{role}</p>
          </div>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Label className="eyebrow px-2 pt-1 pb-0.5">Theme</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={theme}
            onValueChange={(value) => {
              setTheme(value as Theme);
              chooseTheme(value as Theme);
            }}
          >
            {themes.map((t) => (
              <DropdownMenu.RadioItem key={t} value={t} onSelect={(e) => e.preventDefault()} className={item}>
                <span className="grow">{themeNames[t]}</span>
                <DropdownMenu.ItemIndicator>
                  <Check className="size-4" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item className={item} onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
