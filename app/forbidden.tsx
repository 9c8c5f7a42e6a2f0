import { EmptyState } from "@/components/ui/empty-state";

export default function Forbidden() {
  return (
    <main className="mx-auto max-w-3xl pt-16">
      <EmptyState title="Not permitted" why="Your role does not open this page." action={{ label: "Go to your home", href: "/" }} />
    </main>
  );
}
