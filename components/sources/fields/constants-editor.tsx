"use client";

import { Plus, X } from "lucide-react";
import { Button } from "../../ui/button";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import type { TargetChoice } from "./field-table";
import type { Constant } from "./map-draft";

/** What every line says of a connection without writing it. */
export function ConstantsEditor({
  constants,
  targets,
  onChange,
}: {
  constants: readonly Constant[];
  targets: readonly TargetChoice[];
  onChange: (constants: Constant[]) => void;
}) {
  const groups = Map.groupBy(
    targets.filter((target) => target.id !== "date"),
    (target) => target.group,
  );
  const change = (at: number, next: Partial<Constant>) => onChange(constants.map((c, i) => (i === at ? { ...c, ...next } : c)));
  return (
    <fieldset className="grid gap-2 border-t p-4">
      <legend className="sr-only">Constants</legend>
      <p className="text-sm font-medium">
        The same on every line <span className="font-normal text-faint">(a field that says it comes first)</span>
      </p>
      {constants.map((constant, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own while they are written.
        <div key={i} className="flex flex-wrap items-center gap-2">
          <Select
            aria-label={`What constant ${i + 1} is`}
            value={constant.target}
            className="min-w-48 flex-1 sm:max-w-80"
            onChange={(e) => change(i, { target: e.target.value })}
          >
            <option value="">choose …</option>
            {[...groups].map(([group, members]) => (
              <optgroup key={group} label={group}>
                {members.map((target) => (
                  <option
                    key={target.id}
                    value={target.id}
                    disabled={target.id !== constant.target && constants.some((c) => c.target === target.id)}
                  >
                    {target.label}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
          <span className="flex min-w-40 flex-1 items-center gap-2 sm:max-w-80">
            <Input
              aria-label={`Value of constant ${i + 1}`}
              value={constant.value}
              maxLength={200}
              spellCheck={false}
              autoComplete="off"
              className="code min-w-0 flex-1"
              onChange={(e) => change(i, { value: e.target.value })}
            />
            <Button size="sm" aria-label={`Remove constant ${i + 1}`} onClick={() => onChange(constants.filter((_, other) => other !== i))}>
              <X />
            </Button>
          </span>
        </div>
      ))}
      <div>
        <Button size="sm" onClick={() => onChange([...constants, { target: "", value: "" }])}>
          <Plus /> Add a constant
        </Button>
      </div>
    </fieldset>
  );
}
