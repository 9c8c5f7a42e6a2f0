import { Page } from "@/components/page/page";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <Page>
      <p role="status" className="sr-only">
        Loading
      </p>
      <Skeleton className="mb-4 h-7 w-48" />
      <Skeleton className="mb-2 h-5 w-full max-w-2xl" />
      <Skeleton className="mb-8 h-5 w-full max-w-lg" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </Page>
  );
}
