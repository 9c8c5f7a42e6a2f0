import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-3xl pt-16">
      <EmptyState
        title="There is no such page"
        why="The address may be mistyped, or what it named is gone."
        action={{ label: "Go to your home", href: "/" }}
      />
    </main>
  );
}
