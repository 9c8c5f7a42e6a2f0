import type { RunState } from "@/lib/model/run";
import { Button } from "../ui/button";
import { Select } from "../ui/select";

const states: Record<RunState, string> = { failed: "Failed", ok: "Ok", running: "Running", unsaid: "End not told" };

/** Which job and how it ended; a plain form, so the address carries both. */
export function RunFilter({
  names,
  job,
  state,
  keep,
}: {
  names: readonly string[];
  job: string | undefined;
  state: string | undefined;
  keep: Readonly<Record<string, string | undefined>>;
}) {
  return (
    <search>
      <form action="/runs" className="flex flex-wrap items-center gap-2">
        {Object.entries(keep).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
        <Select name="job" aria-label="Job" defaultValue={job ?? ""} className="max-w-56">
          <option value="">All jobs</option>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
        <Select name="state" aria-label="State" defaultValue={state ?? ""}>
          <option value="">However it ended</option>
          {Object.entries(states).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}
