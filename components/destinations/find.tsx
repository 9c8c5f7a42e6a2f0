import { Search } from "lucide-react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

/** Part of a name, and by what to group; a plain form, so the address carries both. */
export function FindDestinations({
  find,
  by,
  keep,
}: {
  find: string | undefined;
  by: string | undefined;
  keep: Readonly<Record<string, string>>;
}) {
  return (
    <search>
      <form action="/destinations" className="flex flex-wrap items-center gap-2">
        {Object.entries(keep).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <span className="relative w-64 max-w-full">
          <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
          <Input name="find" aria-label="Part of a name" placeholder="Part of a name" defaultValue={find} className="pl-8" />
        </span>
        <Select name="by" aria-label="Group by" defaultValue={by ?? "domain"}>
          <option value="domain">By registrable domain</option>
          <option value="host">By host</option>
        </Select>
        <Button type="submit">Find</Button>
      </form>
    </search>
  );
}
