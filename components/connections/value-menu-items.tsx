"use client";

import { Ban, Copy, ExternalLink, Filter, FilterX, Plus } from "lucide-react";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { type ReactNode, useMemo } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import { exclude, only, onlyMissing, toggle } from "@/lib/query/edit";
import { type FieldId, fieldOf } from "@/lib/query/fields";
import { connectionsHref, plainValue } from "@/lib/query/link";
import type { ColumnId } from "@/lib/query/view";
import { visible } from "../ui/visible";
import { plainText } from "./field-value";
import { pageOf } from "./page-of";
import { useView } from "./use-view";
import type { ChosenValue } from "./value-menu";

/** What can be done with one value of one record. */
export function ValueMenuItems({ chosen, onClose }: { chosen: ChosenValue; onClose: () => void }) {
  const { query, filter } = useView();
  const { column, record } = chosen;
  const field = fieldFor(column, record);
  const text = plainText(column, record);
  const fact = field && field !== "dst" ? record.facts[field] : undefined;
  const value = useMemo(() => (field && fact !== undefined && fact !== null ? plainValue(field, fact) : undefined), [field, fact]);
  const page = pageOf(column, record);
  const around = connectionsHref("", { from: record.time - 300_000, to: record.time + 300_000 }, { peek: record.id });
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(next) => !next && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span aria-hidden className="fixed size-0" style={{ left: chosen.x, top: chosen.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={field ? `${fieldOf(field).label}: ${visible(text) || "not said"}` : "Value"}
          onCloseAutoFocus={(e) => {
            e.preventDefault();
            chosen.from?.focus();
          }}
          className="z-50 min-w-44 max-w-80 rounded-lg bg-raised p-1 text-sm shadow-over data-[state=open]:animate-enter"
        >
          <DropdownMenu.Label className="truncate px-2 py-1 text-xs text-faint">
            {field && `${fieldOf(field).label}: `}
            <span className="code">{visible(text) || "not said"}</span>
          </DropdownMenu.Label>
          {field && value && (
            <>
              <Item icon={<Filter />} onSelect={() => filter(only(query, field, value))}>
                Filter
              </Item>
              <Item icon={<Plus />} onSelect={() => filter(toggle(query, field, value))}>
                Add to or take from the filter
              </Item>
              <Item icon={<Ban />} onSelect={() => filter(exclude(query, field, value))}>
                Exclude
              </Item>
            </>
          )}
          {field && !value && text === "" && (
            <Item icon={<FilterX />} onSelect={() => filter(onlyMissing(query, field))}>
              Filter what does not say it
            </Item>
          )}
          {text !== "" && (
            <Item icon={<Copy />} onSelect={() => void navigator.clipboard?.writeText(text)}>
              Copy
            </Item>
          )}
          {page && (
            <Item icon={<ExternalLink />} href={page.href}>
              {page.label}
            </Item>
          )}
          {column === "time" && (
            <Item icon={<ExternalLink />} href={around}>
              Everything within five minutes
            </Item>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A destination is filtered by its name, or by its address where it has none. */
function fieldFor(column: ColumnId, record: FoundRecord): FieldId | undefined {
  if (column === "time" || column === "count") return undefined;
  return column === "dst" ? (record.facts.host !== undefined ? "host" : "ip") : column;
}

function Item({ icon, href, onSelect, children }: { icon: ReactNode; href?: string; onSelect?: () => void; children: ReactNode }) {
  const className =
    "flex h-8 cursor-default items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-hover [&_svg]:size-3.5 [&_svg]:text-faint";
  return href ? (
    <DropdownMenu.Item asChild className={className}>
      <Link href={href}>
        {icon}
        {children}
      </Link>
    </DropdownMenu.Item>
  ) : (
    <DropdownMenu.Item className={className} {...(onSelect && { onSelect })}>
      {icon}
      {children}
    </DropdownMenu.Item>
  );
}
