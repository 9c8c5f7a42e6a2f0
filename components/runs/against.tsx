import type { ListedRun } from "@/lib/model/run";
import { Button } from "../ui/button";
import { Select } from "../ui/select";

/** The run that this one is shown beside; a plain form, kept in the address. */
export function Against({ earlier, chosen }: { earlier: readonly ListedRun[]; chosen: ListedRun | undefined }) {
  if (earlier.length === 0) return null;
  const known = chosen && !earlier.some((r) => r.id === chosen.id);
  return (
    <form className="flex flex-wrap items-center gap-2">
      <Select name="against" aria-label="Compare with" defaultValue={chosen?.id ?? ""} className="max-w-64">
        <option value="">Earlier runs</option>
        {[...(known ? [chosen] : []), ...earlier].map((r) => (
          <option key={r.id} value={r.id}>
            {r.externalId}
          </option>
        ))}
      </Select>
      <Button type="submit">Compare</Button>
    </form>
  );
}
