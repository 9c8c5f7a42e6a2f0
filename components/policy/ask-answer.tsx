import Link from "next/link";
import type { WouldBe } from "@/lib/report/would-be-allowed";
import { Badge } from "../ui/badge";
import { VerdictChip } from "../ui/outcome";
import { visible } from "../ui/visible";

/** The verdict and why; for a miss the rules that came nearest, with the fields that differ. */
export function AskAnswer({ answer }: { answer: WouldBe }) {
  const href = (rule: string) => `/policy/${answer.version}#${encodeURIComponent(rule)}`;
  return (
    <div className="grid gap-3 border-t px-4 py-4 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <VerdictChip verdict={answer.verdict} />
        <span className="max-w-prose text-pretty">{visible(answer.reason)}</span>
        {answer.rule && (
          <Link href={href(answer.rule)} className="link">
            See the rule
          </Link>
        )}
      </p>
      {answer.nearest.length > 0 && (
        <div>
          <p className="mb-1 text-soft">Nearest rules</p>
          <ul className="grid gap-1.5">
            {answer.nearest.map((n) => (
              <li key={n.rule} className="flex flex-wrap items-center gap-1.5">
                <Link href={href(n.rule)} className="link code mr-1">
                  {n.rule}
                </Link>
                {n.failed.map((f) => (
                  <Badge key={f}>{f} differs</Badge>
                ))}
                {n.missing?.map((f) => (
                  <Badge key={f} className="border-dashed">
                    {f} not known
                  </Badge>
                ))}
              </li>
            ))}
          </ul>
        </div>
      )}
      {answer.assumed.length > 0 && <p className="text-xs text-faint">Assuming that {answer.assumed.map(visible).join(" and that ")}.</p>}
    </div>
  );
}
