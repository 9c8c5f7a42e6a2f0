import { CopyButton } from "../ui/copy-button";
import { visible } from "../ui/visible";

/** The file as it was published, with line numbers. */
export function FileView({ yaml }: { yaml: string }) {
  const lines = yaml.replace(/\n$/, "").split("\n");
  return (
    <div className="relative">
      <div className="absolute top-2 right-2 print:hidden">
        <CopyButton text={yaml} label="Copy" />
      </div>
      <section aria-label="Policy file" className="max-h-[36rem] overflow-auto py-3 print:max-h-none">
        <div className="code flex w-max min-w-full text-xs leading-5">
          <pre aria-hidden className="figures shrink-0 pr-3 pl-4 text-right text-faint select-none">
            {lines.map((_, i) => i + 1).join("\n")}
          </pre>
          <pre className="pr-4">{lines.map(visible).join("\n")}</pre>
        </div>
      </section>
    </div>
  );
}
