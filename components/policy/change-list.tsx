import type { RuleChange } from "@/lib/policy/changes";
import { Badge } from "../ui/badge";
import { visible } from "../ui/visible";

const words: Record<RuleChange["kind"], string> = {
  added: "new",
  removed: "removed",
  wider: "wider",
  narrower: "narrower",
  other: "changed",
  account: "account only",
};
const SHOWN = 200;

/** What became of each rule: new, wider, narrower, gone. */
export function ChangeList({ changes }: { changes: readonly RuleChange[] }) {
  if (changes.length === 0) return <p className="px-4 py-4 text-sm text-soft">No rule differs.</p>;
  return (
    <>
      <ul className="divide-y">
        {changes.slice(0, SHOWN).map((c) => (
          <li key={`${c.kind} ${c.id}`} className="grid gap-x-4 gap-y-0.5 px-4 py-2 text-sm sm:grid-cols-[7rem_minmax(0,1fr)]">
            <span>
              <Badge className={c.kind === "wider" || c.kind === "added" ? "font-semibold text-ink" : undefined}>{words[c.kind]}</Badge>
            </span>
            <span className="min-w-0">
              <span className="code">{visible(c.id)}</span> <span className="text-soft">{c.effect}</span>
              {c.before && c.before !== c.after && (
                <del className="block break-words text-faint decoration-line-strong">{visible(c.before)}</del>
              )}
              {c.after && <span className="block break-words text-soft">{visible(c.after)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {changes.length > SHOWN && (
        <p className="border-t px-4 py-2 text-xs text-faint">And {(changes.length - SHOWN).toLocaleString("en")} more.</p>
      )}
    </>
  );
}
