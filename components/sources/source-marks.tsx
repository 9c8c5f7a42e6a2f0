import type { Source } from "@/lib/db/source";
import { Badge, SampleMark } from "../ui/badge";
import { KeptMark } from "./kept-mark";

/** What must be known about a source wherever it is shown. */
export function SourceMarks({ source }: { source: Pick<Source, "sample" | "keepQueries" | "keepUsers" | "disabledAt"> }) {
  return (
    <>
      {source.sample && <SampleMark />}
      <KeptMark source={source} />
      {source.disabledAt && <Badge>disabled</Badge>}
    </>
  );
}
