import { Skeleton } from "../ui/skeleton";

/** Two lines, as long as a sentence usually is. */
export function SentenceSkeleton() {
  return (
    <div className="grid h-14 content-around">
      <Skeleton className="h-5 w-full max-w-[56rem]" />
      <Skeleton className="h-5 w-full max-w-[34rem]" />
    </div>
  );
}
