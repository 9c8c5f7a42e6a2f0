"use client";

import { useState } from "react";
import type { KeptValues } from "@/lib/model/kept-values";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Textarea } from "../ui/textarea";

/**
 * The two choices of what is kept in full, and the reason for what is turned on; `readKept` reads them back.
 *
 * @param saved how the source stands; a new one keeps nothing.
 * @param mayUnmask without it, what is off stays off; what is on can be turned off.
 */
export function KeptChoices({
  saved,
  mayUnmask,
  about,
}: {
  saved: KeptValues;
  mayUnmask: boolean;
  about: (field: string) => string | undefined;
}) {
  const [kept, setKept] = useState({ keepQueries: saved.keepQueries, keepUsers: saved.keepUsers });
  const choice = (name: keyof KeptValues) => ({
    name,
    checked: kept[name],
    disabled: !mayUnmask && !saved[name],
    "aria-describedby": mayUnmask ? undefined : "keep-denied",
    onChange: (e: { target: { checked: boolean } }) => setKept({ ...kept, [name]: e.target.checked }),
  });
  const isAny = kept.keepQueries || kept.keepUsers;
  const turnsOn = (kept.keepQueries && !saved.keepQueries) || (kept.keepUsers && !saved.keepUsers);
  const wrong = about("keepReason");
  return (
    <>
      <Checkbox
        {...choice("keepQueries")}
        label={
          <>
            Keep query values and ids in paths in full <span className="text-faint">– not credentials</span>
          </>
        }
      />
      <Checkbox {...choice("keepUsers")} label="Keep users and client host names in full" />
      {!mayUnmask && (
        <p id="keep-denied" className="text-xs text-soft">
          To turn these on takes the permission <span className="code">source:unmask</span>, which your role does not hold.
        </p>
      )}
      {isAny && (
        <p role="note" className="rounded-md border border-ink/60 bg-sunken px-3 py-2 text-sm">
          <strong className="font-semibold">
            {[
              kept.keepQueries && "Queries and paths hold personal data.",
              kept.keepUsers && "User names make this a record of what people do.",
            ]
              .filter(Boolean)
              .join(" ")}
          </strong>{" "}
          Without this choice they are masked before anything is written. It cannot be undone for lines that are stored, it is shown
          wherever the source is, and it goes into the journal under your name. You may need your works council's or data protection
          officer's consent.
        </p>
      )}
      {/* Somebody else may have turned off meanwhile what this form shows as on: then it is asked for as well. */}
      {isAny && (turnsOn || wrong !== undefined) && (
        <Field
          id="keepReason"
          label="Why they are kept in full"
          hint="10 to 500 characters; they stand on the source's page and in the journal."
          error={wrong}
          className="mt-1"
        >
          <Textarea
            id="keepReason"
            name="keepReason"
            rows={2}
            maxLength={500}
            aria-required
            aria-invalid={wrong !== undefined}
            aria-describedby={wrong === undefined ? "keepReason-hint" : "keepReason-error"}
            className="min-h-14"
          />
        </Field>
      )}
    </>
  );
}

/** What {@link KeptChoices} drew, as the verbs take it. */
export function readKept(form: FormData): KeptValues & { keepReason: string | undefined } {
  return {
    keepQueries: form.has("keepQueries"),
    keepUsers: form.has("keepUsers"),
    keepReason: String(form.get("keepReason") ?? "").trim() || undefined,
  };
}
