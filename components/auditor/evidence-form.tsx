import { Panel } from "../answers/panel";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

const files = [
  ["connections-by-hour.csv", "activities by hour, workload, destination and outcome"],
  ["findings.csv", "what audits found, with status and evidence filter"],
  ["policy-rules.csv", "rules of every version that held, with their confirmations"],
  ["imports.csv", "receipts: lines = used + duplicates + skipped + rejected"],
  ["journal.csv", "who did what"],
  ["manifest.json", "rows and SHA-256 of each file, filter, period, zone, versions"],
] as const;

/** A plain form to the export's address: the browser saves what comes, row by row as it is read. */
export function EvidenceForm({
  from,
  to,
  keep,
  className,
}: {
  /** RFC 3339; shown as UTC clock. */
  from: string;
  to: string;
  keep: Readonly<Record<string, string | undefined>>;
  className?: string;
}) {
  return (
    <Panel
      question="Which evidence do you need, and of which period?"
      className={className}
      coverage={{ basis: "the journal notes that you took it", notes: ["names of people leave as keyed pseudonyms"] }}
    >
      <form action="/api/export/evidence" method="get" className="grid gap-4">
        {Object.entries(keep).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
        <div className="grid gap-3 sm:grid-cols-3">
          <Field id="evidence-from" label="From" hint="UTC, RFC 3339">
            <Input id="evidence-from" name="from" required defaultValue={from} spellCheck={false} autoComplete="off" className="code" />
          </Field>
          <Field id="evidence-to" label="Until, not included">
            <Input id="evidence-to" name="to" required defaultValue={to} spellCheck={false} autoComplete="off" className="code" />
          </Field>
          <Field id="evidence-zone" label="Zone beside UTC" hint="such as Europe/Berlin">
            <Input id="evidence-zone" name="tz" required defaultValue="UTC" spellCheck={false} autoComplete="off" className="code" />
          </Field>
        </div>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-xs max-sm:grid-cols-1">
          {files.map(([name, about]) => (
            <div key={name} className="contents">
              <dt className="code text-soft">{name}</dt>
              <dd className="text-faint max-sm:mb-1">{about}</dd>
            </div>
          ))}
        </dl>
        <Button type="submit" look="primary" className="w-fit">
          Download the evidence
        </Button>
      </form>
    </Panel>
  );
}
