"use client";

import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { decisions, type Words } from "./map-draft";

const usual = { allowed: "allow, permit, pass …", denied: "deny, block, drop …", alerted: "alert, monitor …" } as const;

/** The product's own words for what it decided. */
export function DecisionWords({ words, onChange }: { words: Words; onChange: (words: Words) => void }) {
  return decisions.map((action) => (
    <Field
      key={action}
      id={`words-${action}`}
      label={`Its words for ${action}`}
      optional
      hint={`Apart by commas, beside the usual ones (${usual[action]}).`}
    >
      <Input
        id={`words-${action}`}
        value={words[action]}
        onChange={(e) => onChange({ ...words, [action]: e.target.value })}
        spellCheck={false}
        autoComplete="off"
      />
    </Field>
  ));
}
