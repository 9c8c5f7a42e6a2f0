import type { Source } from "@/lib/db/source";
import { Badge, SampleMark } from "../ui/badge";

/** What must be known about a source wherever it is shown. */
export function SourceMarks({ source }: { source: Pick<Source, "sample" | "unmasked" | "disabledAt"> }) {
  return (
    <>
      {source.sample && <SampleMark />}
      {source.unmasked && <Badge title="Full query values and users are kept">unmasked</Badge>}
      {source.disabledAt && <Badge>disabled</Badge>}
    </>
  );
}
