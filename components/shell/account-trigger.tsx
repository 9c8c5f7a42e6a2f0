import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";

export interface Account {
  name: string;
  role: string;
}

/** What the account menu hangs from: alone until it is first wanted, then the menu's own. */
export function AccountTrigger({ name, role, ...rest }: Account & ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-label={`Account: ${name}, ${role}`}
      aria-haspopup="menu"
      className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left text-sm hover:bg-hover"
      {...rest}
    >
      <span aria-hidden className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent">
        {initials(name)}
      </span>
      <span className="grid min-w-0 grow leading-4 max-lg:hidden">
        <span className="truncate font-medium">{name}</span>
        <span className="text-xs text-faint">{role}</span>
      </span>
      <ChevronsUpDown aria-hidden className="size-3.5 text-faint max-lg:hidden" />
    </button>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();
