"use client";

import type { Layout } from "@/lib/ingest/readers/mapped-line";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { Textarea } from "../../ui/textarea";

const separators = [
  [",", "commas"],
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "bars |"],
  [" ", "blanks"],
] as const;

/** One that a mapping came with from elsewhere is offered as well. */
function offered(separator: string | undefined): (readonly [string, string])[] {
  const isKnown = separator === undefined || separators.some(([value]) => value === separator);
  return isKnown ? [...separators] : [...separators, [separator, separator]];
}

/** How a line is taken apart, as it was told from the lines; every change here is the person's word. */
export function LayoutControls({ layout, onChange }: { layout: Layout; onChange: (layout: Layout, isNamed?: boolean) => void }) {
  const set = (change: Partial<Layout>) => onChange({ ...layout, ...change });
  const divided = layout.shape === "separated" || layout.shape === "key-value";
  return (
    <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
      <Field id="shape" label="A line is">
        <Select
          id="shape"
          value={layout.shape}
          className="w-full"
          onChange={(e) => {
            const shape = e.target.value as Layout["shape"];
            const { columns: _, separator, equals: __, ...rest } = layout;
            onChange({
              ...rest,
              shape,
              ...(shape === "separated" && { separator: separator ?? "," }),
              template: shape === "template" ? (layout.template ?? "") : undefined,
            });
          }}
        >
          <option value="json">JSON</option>
          <option value="key-value">keys and values</option>
          <option value="separated">columns</option>
          <option value="template">text, by a template</option>
        </Select>
      </Field>
      {divided && (
        <Field id="separator" label={layout.shape === "separated" ? "Columns are apart by" : "Pairs are apart by"}>
          <Select
            id="separator"
            value={layout.separator ?? ""}
            className="w-full"
            onChange={(e) => {
              const separator = e.target.value || undefined;
              if (layout.shape === "separated") onChange({ ...layout, separator }, layout.columns !== undefined);
              else set({ separator, equals: separator === undefined ? undefined : (layout.equals ?? "=") });
            }}
          >
            {layout.shape === "key-value" && <option value="">blanks or commas, key=value</option>}
            {offered(layout.separator).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {layout.shape === "key-value" && layout.separator !== undefined && (
        <Field id="equals" label="Key and value are apart by">
          <Select id="equals" value={layout.equals ?? "="} className="w-full" onChange={(e) => set({ equals: e.target.value })}>
            <option value="=">=</option>
            <option value=":">:</option>
            {layout.equals && !"=:".includes(layout.equals) && <option value={layout.equals}>{layout.equals}</option>}
          </Select>
        </Field>
      )}
      {layout.shape === "template" && (
        <Field
          id="template"
          label="Template"
          className="sm:col-span-2 lg:col-span-3"
          hint="A line's own text, with {names} where values stand. A blank stands for one or several; {} passes over what is not needed."
        >
          <Textarea
            id="template"
            rows={2}
            value={layout.template ?? ""}
            spellCheck={false}
            className="code min-h-14"
            onChange={(e) => set({ template: e.target.value })}
          />
        </Field>
      )}
      <Field id="only" label="Only lines that hold" optional hint="Others are skipped.">
        <Input
          id="only"
          value={layout.only ?? ""}
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          className="code"
          onChange={(e) => set({ only: e.target.value || undefined })}
        />
      </Field>
      <Field id="after" label="Fields begin behind" optional hint="This text, in every line.">
        <Input
          id="after"
          value={layout.after ?? ""}
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          className="code"
          onChange={(e) => set({ after: e.target.value || undefined })}
        />
      </Field>
      <div className="grid content-end gap-1 self-start pt-5 max-sm:pt-0">
        <Checkbox
          label="A syslog header stands before"
          checked={layout.syslog === true}
          onChange={(e) => set({ syslog: e.target.checked || undefined })}
        />
        {layout.shape === "separated" && (
          <Checkbox
            label="The first line names the columns"
            checked={layout.columns !== undefined}
            onChange={(e) => onChange(layout, e.target.checked)}
          />
        )}
      </div>
    </div>
  );
}
