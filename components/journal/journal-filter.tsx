import Link from "next/link";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

export interface JournalFilterValues {
  actor: string;
  action: string;
  subject: string;
}

/** A plain form that sets the address: it works without scripts and can be shared. */
export function JournalFilter({ values, actions }: { values: JournalFilterValues; actions: string[] }) {
  const nouns = [...new Set(actions.map((a) => a.slice(0, a.indexOf(".") + 1)))].filter(Boolean);
  return (
    <form method="get" className="mb-4 flex flex-wrap items-end gap-3 print:hidden">
      <Field id="actor" label="Who" className="w-48 max-sm:w-full">
        <Input id="actor" name="actor" defaultValue={values.actor} placeholder="part of a name" autoComplete="off" />
      </Field>
      <Field id="action" label="What" className="w-56 max-sm:w-full">
        <Select id="action" name="action" defaultValue={values.action} className="w-full">
          <option value="">Everything</option>
          {nouns.map((noun) => (
            <optgroup key={noun} label={noun.slice(0, -1)}>
              <option value={noun}>everything about a {noun.slice(0, -1)}</option>
              {actions
                .filter((a) => a.startsWith(noun))
                .map((a) => (
                  <option key={a} value={a}>
                    {a}
                  </option>
                ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <Field id="subject" label="To what" className="w-64 max-sm:w-full">
        <Input
          id="subject"
          name="subject"
          defaultValue={values.subject}
          placeholder="source:edge-proxy"
          autoComplete="off"
          spellCheck={false}
          className="code"
        />
      </Field>
      <Button type="submit">Filter</Button>
      {(values.actor || values.action || values.subject) && (
        <Button asChild look="quiet">
          <Link href="/journal">Show all</Link>
        </Button>
      )}
    </form>
  );
}
