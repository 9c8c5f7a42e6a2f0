"use client";

import type { SuggestedField } from "@/lib/ingest/suggest/suggest-fields";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { visible } from "../../ui/visible";
import type { Choice } from "./map-draft";

export interface TargetChoice {
  id: string;
  label: string;
  group: string;
  units?: "time" | "duration" | "size" | undefined;
}

const units = {
  time: [
    ["", "as it is written"],
    ["s", "seconds since 1970"],
    ["ms", "milliseconds since 1970"],
    ["us", "microseconds since 1970"],
    ["ns", "nanoseconds since 1970"],
    ["pattern", "by a pattern …"],
  ],
  duration: [
    ["", "seconds"],
    ["ms", "milliseconds"],
    ["us", "microseconds"],
    ["ns", "nanoseconds"],
    ["min", "minutes"],
  ],
  size: [
    ["", "bytes"],
    ["kB", "kB (1000)"],
    ["KiB", "KiB (1024)"],
    ["MB", "MB (1000²)"],
    ["MiB", "MiB (1024²)"],
  ],
} as const;

const sure = { sure: "by name and values", likely: "by its name", guess: "a guess by its values" } as const;

/** The fields that the lines hold, each with values it has, and what it tells of a connection. */
export function FieldTable({
  fields,
  targets,
  choiceOf,
  isChosen,
  onChoose,
}: {
  fields: readonly SuggestedField[];
  targets: readonly TargetChoice[];
  choiceOf: (field: SuggestedField) => Choice;
  isChosen: (field: SuggestedField) => boolean;
  onChoose: (from: string, choice: Choice) => void;
}) {
  const groups = Map.groupBy(targets, (target) => target.group);
  return (
    <ul className="divide-y">
      {fields.map((field) => {
        const choice = choiceOf(field);
        const kind = targets.find((target) => target.id === choice.target)?.units;
        return (
          <li
            key={field.from}
            className="grid items-center gap-x-4 gap-y-1.5 px-4 py-2 md:grid-cols-[minmax(8rem,14rem)_minmax(0,1fr)_minmax(0,26rem)]"
          >
            <code className="code min-w-0 break-words font-medium">
              {visible(/^\d+$/.test(field.from) ? `column ${field.from}` : field.from)}
            </code>
            <span className="code min-w-0 truncate text-soft" title={visible(field.samples.join("\n"))}>
              {field.samples.length > 0 ? (
                visible(field.samples.join("   "))
              ) : (
                <span className="font-sans text-faint">not in these lines</span>
              )}
            </span>
            <span className="flex flex-wrap items-center gap-2">
              <Select
                aria-label={`What ${field.from} is`}
                value={choice.target}
                className="min-w-48 flex-1"
                onChange={(e) => onChoose(field.from, { target: e.target.value })}
              >
                <option value="">nothing to be read</option>
                <option value="hidden">hide it (a person, a secret)</option>
                {[...groups].map(([group, members]) => (
                  <optgroup key={group} label={group}>
                    {members.map((target) => (
                      <option key={target.id} value={target.id}>
                        {target.label}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </Select>
              {kind && (
                <Select
                  aria-label={`How ${field.from} is written`}
                  value={choice.pattern !== undefined ? "pattern" : (choice.unit ?? "")}
                  onChange={(e) =>
                    onChoose(
                      field.from,
                      e.target.value === "pattern"
                        ? { ...choice, unit: undefined, pattern: "%d.%m.%Y %H:%M:%S" }
                        : { ...choice, unit: e.target.value || undefined, pattern: undefined },
                    )
                  }
                >
                  {units[kind].map(([value, label]) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))}
                </Select>
              )}
              {choice.pattern !== undefined && (
                <Input
                  aria-label={`Pattern of ${field.from}`}
                  value={choice.pattern}
                  maxLength={60}
                  spellCheck={false}
                  className="code w-52"
                  onChange={(e) => onChoose(field.from, { ...choice, pattern: e.target.value })}
                />
              )}
              {choice.also && (
                <span className="text-xs text-faint">
                  and also: {choice.also.map((one) => targets.find((target) => target.id === one.target)?.label ?? "hidden").join(", ")}
                </span>
              )}
              {choice.target !== "" && !isChosen(field) && field.sureness && (
                <span className="text-xs text-faint">{sure[field.sureness]}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
