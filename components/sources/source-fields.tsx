"use client";

import Link from "next/link";
import { useState } from "react";
import type { Source } from "@/lib/db/source";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Textarea } from "../ui/textarea";
import { KeptChoices, readKept } from "./kept-choices";

export interface FormatChoice {
  id: string;
  name: string;
  options?: Partial<Record<"fields" | "timezone" | "internal", string>>;
  /** Its page writes its options. */
  isConfigured?: true | undefined;
}

export type SourceValues = Pick<
  Source,
  "format" | "options" | "tags" | "keepQueries" | "keepUsers" | "keepInternal" | "silentAfter" | "sampling" | "rateLimit"
>;

/** What a form says of a source: its values, and why it keeps some in full where it did not before. */
export type SourceDraft = SourceValues & { keepReason?: string | undefined };

const limits = [
  { name: "linesPerSecond", label: "Lines a second", placeholder: "no limit" },
  { name: "bytesPerSecond", label: "Bytes a second", placeholder: "no limit" },
  { name: "burstSeconds", label: "Seconds of it at once", placeholder: "10" },
] as const;

const silences = [
  [60, "an hour"],
  [360, "6 hours"],
  [1440, "a day"],
  [4320, "3 days"],
  [10080, "a week"],
  [44640, "a month"],
] as const;

/** The part of a source's form that is the same for a new one and for its settings; `readSource` reads it back. */
export function SourceFields({
  formats,
  values,
  mapHref,
  mayUnmask,
  about,
  names,
}: {
  formats: FormatChoice[];
  values?: SourceValues;
  /** Where the fields of a log that no format knows are mapped; absent while the source is not made. */
  mapHref?: string;
  /** Whether values may be kept in full that are masked now. */
  mayUnmask: boolean;
  about: (field: string) => string | undefined;
  names: { environments: string[]; teams: string[]; services: string[] };
}) {
  const [format, setFormat] = useState(values?.format ?? "auto");
  const { options = {}, isConfigured } = formats.find((f) => f.id === format) ?? {};
  return (
    <>
      <Field
        id="format"
        label="Format"
        error={about("format")}
        hint={
          format === "auto"
            ? "Told from each batch's first lines; where two formats are possible, the batch is refused rather than guessed."
            : undefined
        }
      >
        <Select id="format" name="format" value={format} onChange={(e) => setFormat(e.target.value)} className="w-full">
          <option value="auto">Tell from the lines</option>
          {formats
            .filter((f) => !f.isConfigured || f.id === values?.format)
            .map((f) => (
              <option key={f.id} value={f.id}>
                {f.name}
              </option>
            ))}
        </Select>
        <p className="text-xs text-soft">
          {isConfigured ? "" : "None fits? "}
          {mapHref ? (
            <Link href={mapHref} className="link">
              {isConfigured ? "Change its field mapping" : "Map your own fields"}
            </Link>
          ) : (
            "Leave this as it is, make the source, and map your own fields next."
          )}
        </p>
      </Field>
      {isConfigured && <input type="hidden" name="fields" value={values?.options.fields ?? ""} />}
      {options.fields && !isConfigured && (
        <Field id="fields" label="Columns or log format" optional hint={options.fields} error={about("options.fields")}>
          <Textarea
            id="fields"
            name="fields"
            rows={2}
            defaultValue={format === values?.format ? values.options.fields : undefined}
            spellCheck={false}
            className="code min-h-14"
          />
        </Field>
      )}
      {options.timezone && (
        <Field id="timezone" label="Time zone of its times" optional hint={options.timezone} error={about("options.timezone")}>
          <Input id="timezone" name="timezone" defaultValue={values?.options.timezone} placeholder="UTC" spellCheck={false} />
        </Field>
      )}
      {options.internal && (
        <Field id="internal" label="Your own networks" optional hint={options.internal} error={about("options.internal")}>
          <Textarea
            id="internal"
            name="internal"
            rows={2}
            defaultValue={values?.options.internal?.join("\n")}
            placeholder="10.0.0.0/8"
            spellCheck={false}
            className="code min-h-14"
          />
        </Field>
      )}
      <fieldset className="grid gap-3 sm:grid-cols-3">
        <legend className="mb-2 text-sm font-medium">
          Every record of it belongs to <span className="font-normal text-faint">(where neither the log nor a mapping says otherwise)</span>
        </legend>
        {(["service", "environment", "team"] as const).map((tag) => (
          <Field key={tag} id={tag} label={tag[0]?.toUpperCase() + tag.slice(1)} optional error={about(`tags.${tag}`)}>
            <Input id={tag} name={tag} list={`${tag}-names`} defaultValue={values?.tags[tag]} autoComplete="off" />
            <datalist id={`${tag}-names`}>
              {names[`${tag}s`].map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </Field>
        ))}
      </fieldset>
      <Field id="silentAfter" label="Counts as silent after" error={about("silentAfter")}>
        <Select id="silentAfter" name="silentAfter" defaultValue={String(values?.silentAfter ?? 1440)} className="w-full">
          {silences.map(([minutes, words]) => (
            <option key={minutes} value={minutes}>
              {words} without a line
            </option>
          ))}
        </Select>
      </Field>
      <fieldset className="grid gap-3 sm:grid-cols-3">
        <legend className="mb-2 text-sm font-medium">
          It may send at most{" "}
          <span className="font-normal text-faint">
            (by HTTP; beyond it the sender is told to wait, each process counting for itself; empty: as much as there is room for)
          </span>
        </legend>
        {limits.map(({ name, label, placeholder }) => (
          <Field key={name} id={name} label={label} optional error={about(`rateLimit.${name}`)}>
            <Input
              id={name}
              name={name}
              inputMode="numeric"
              pattern="[0-9]*"
              defaultValue={values?.rateLimit?.[name]}
              placeholder={placeholder}
              autoComplete="off"
            />
          </Field>
        ))}
      </fieldset>
      <Field
        id="sampling"
        label="Logs one in"
        optional
        error={about("sampling")}
        hint="Where the logger samples and its records do not say so. Counts are then shown as lower bounds; they are not raised."
      >
        <Input
          id="sampling"
          name="sampling"
          inputMode="numeric"
          pattern="[0-9]*"
          defaultValue={values?.sampling ?? undefined}
          placeholder="1"
          autoComplete="off"
          className="max-w-40"
        />
      </Field>
      <div className="grid gap-2">
        <Checkbox
          name="keepInternal"
          defaultChecked={values?.keepInternal}
          label={
            <>
              Keep internal and inbound traffic too <span className="text-faint">– stored, never judged</span>
            </>
          }
        />
        <KeptChoices
          saved={{ keepQueries: values?.keepQueries ?? false, keepUsers: values?.keepUsers ?? false }}
          mayUnmask={mayUnmask}
          about={about}
        />
      </div>
    </>
  );
}

/** The fields of a form that {@link SourceFields} drew, as the verbs take them. */
export function readSource(form: FormData): SourceDraft {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const whole = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
  const internal = text("internal")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    format: text("format"),
    options: {
      fields: text("fields") || undefined,
      timezone: text("timezone") || undefined,
      internal: internal.length > 0 ? internal : undefined,
    },
    tags: { service: text("service") || undefined, environment: text("environment") || undefined, team: text("team") || undefined },
    silentAfter: Number(text("silentAfter")),
    sampling: whole("sampling") ?? null,
    rateLimit: Object.fromEntries(limits.flatMap(({ name }) => (whole(name) === undefined ? [] : [[name, whole(name)]]))),
    keepInternal: form.has("keepInternal"),
    ...readKept(form),
  };
}
