import type { ReactNode } from "react";

export function PanelHead({ question, actions }: { question: ReactNode; actions?: ReactNode }) {
  return (
    <header className="flex min-h-8 flex-wrap items-start justify-between gap-x-3 gap-y-1 px-5 pt-4">
      <h2 className="min-w-0 grow basis-40 text-sm leading-6 font-semibold text-pretty">{question}</h2>
      <div className="-mr-2 flex shrink-0 items-center gap-1 print:hidden">{actions}</div>
    </header>
  );
}
