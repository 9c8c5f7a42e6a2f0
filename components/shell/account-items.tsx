"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { type Account, AccountTrigger } from "./account-trigger";
import { chooseTheme, type Theme, themes } from "./theme";

const item =
  "flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-[highlighted]:bg-hover data-[highlighted]:text-ink";
const themeNames: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

/** The account menu, open as soon as it is there. */
export function AccountItems({ name, role, theme: initial }: Account & { theme: Theme }) {
  const [theme, setTheme] = useState(initial);
  const leave = async () => {
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/sign-in" });
  };
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>
        <AccountTrigger name={name} role={role} />
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
          <DropdownMenu.Item className={item} onSelect={() => void leave()}>
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
