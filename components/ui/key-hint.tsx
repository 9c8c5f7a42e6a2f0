import { cn } from "./cn";

export function KeyHint({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cn("inline-flex gap-1", className)}>
      {keys.split(" ").map((key) => (
        <kbd
          key={key}
          className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line-strong bg-surface px-1 font-sans text-[0.6875rem] text-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
