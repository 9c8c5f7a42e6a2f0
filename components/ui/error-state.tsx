import type { ReactNode } from "react";
import { cn } from "./cn";

/** Something of ours went wrong: a sentence, a reference number to tell, never a stack. */
export function ErrorState({
  title = "This could not be shown",
  detail = "The mistake is ours and has been logged. Trying again may help; if it does not, tell your administrator the reference.",
  reference,
  className,
  children,
}: {
  title?: string;
  detail?: ReactNode;
  reference?: string | undefined;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div role="alert" className={cn("flex flex-col items-start gap-3 px-5 py-8", className)}>
      <div className="max-w-prose">
        <p className="text-base font-medium">{title}</p>
        <p className="mt-1 text-sm text-soft">{detail}</p>
        {reference && (
          <p className="mt-2 text-sm">
            Reference <span className="code select-all font-medium">{reference}</span>
          </p>
        )}
      </div>
      {children}
    </div>
  );
}
