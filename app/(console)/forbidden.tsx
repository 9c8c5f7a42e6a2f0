import { Page } from "@/components/page/page";
import { EmptyState } from "@/components/ui/empty-state";

/** 403: getActor(permission) found that the role does not hold what the page needs. */
export default function Forbidden() {
  return (
    <Page width="narrow">
      <EmptyState
        title="Your role does not open this page"
        why="Who may see what is decided by role. If your work needs this, ask an administrator."
        action={{ label: "Go to your home", href: "/" }}
      />
    </Page>
  );
}
