import { Page } from "@/components/page/page";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <Page width="narrow">
      <EmptyState
        title="There is no such thing here"
        why="The address may be mistyped, what it named may be gone, or it belongs to another team."
        action={{ label: "Go to your home", href: "/" }}
      />
    </Page>
  );
}
