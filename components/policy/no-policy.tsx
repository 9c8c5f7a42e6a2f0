import type { ReactNode } from "react";
import { Page, Sheet } from "../page/page";
import { PageHeader } from "../page/page-header";
import { EmptyState } from "../ui/empty-state";

/** Before the first publish. */
export function NoPolicy({ write }: { write: ReactNode }) {
  return (
    <Page>
      <PageHeader title="Policy" actions={write} />
      <Sheet>
        <EmptyState
          title="No policy has been published yet"
          why="Until there is one, nothing that leaves can be judged: every connection counts as unexplained. A policy lists which workload may call which destination, who answers for it and why."
        />
      </Sheet>
    </Page>
  );
}
