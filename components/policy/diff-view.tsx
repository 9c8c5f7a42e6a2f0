import { cn } from "../ui/cn";
import { visible } from "../ui/visible";
import { hunks, lineDiff } from "./line-diff";

// More than that is read in the file itself.
const SHOWN = 2000;
const signs = { same: " ", added: "+", removed: "−" } as const;

/** What differs between two files, with three lines around each change. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const parts = hunks(lineDiff(before, after));
  if (parts.length === 0) return <p className="px-4 py-4 text-sm text-soft">The files are the same.</p>;
  let left = SHOWN;
  return (
    <div className="overflow-x-auto py-2">
      <table className="code w-full border-separate border-spacing-0 text-xs leading-5">
        <caption className="sr-only">Changed lines</caption>
        {parts.map((part) => {
          const lines = part.lines.slice(0, Math.max(left, 0));
          left -= lines.length;
          if (lines.length === 0) return null;
          const first = lines[0]!;
          return (
            <tbody key={`${first.before}:${first.after}`}>
              {part.skipped > 0 && (
                <tr>
                  <td colSpan={4} className="px-4 py-1 font-sans text-faint">
                    {part.skipped.toLocaleString("en")} unchanged {part.skipped === 1 ? "line" : "lines"}
                  </td>
                </tr>
              )}
              {lines.map((line) => (
                <tr
                  key={`${line.before}:${line.after}`}
                  className={cn(line.kind === "added" && "bg-sunken font-medium", line.kind === "removed" && "text-faint")}
                >
                  <td className="figures w-10 pr-2 pl-4 text-right text-faint select-none max-sm:hidden">{line.before}</td>
                  <td className="figures w-10 pr-3 text-right text-faint select-none max-sm:hidden">{line.after}</td>
                  <td className="w-4 text-center select-none max-sm:pl-3">
                    {signs[line.kind]}
                    {line.kind !== "same" && <span className="sr-only">{line.kind}</span>}
                  </td>
                  <td className={cn("pr-4 whitespace-pre", line.kind === "removed" && "line-through decoration-line-strong")}>
                    {visible(line.text) || " "}
                  </td>
                </tr>
              ))}
            </tbody>
          );
        })}
      </table>
      {left <= 0 && (
        <p className="px-4 pt-2 text-xs text-faint">Only the first {SHOWN.toLocaleString("en")} lines of the comparison are shown.</p>
      )}
    </div>
  );
}
