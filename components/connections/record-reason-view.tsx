import Link from "next/link";
import type { ReadRecord } from "@/lib/report/read-record";
import { listOf } from "./words";

/** The verdict's reason: version, rule, what matched; for a miss the nearest rules and what they failed on. */
export function RecordReasonView({ read }: { read: ReadRecord }) {
  const { reason, record } = read;
  const { rule, policy } = record;
  return (
    <div className="grid gap-2 text-sm">
      <p className="text-pretty">{reason.text}</p>
      {policy && (
        <p className="text-soft">
          {rule ? (
            <>
              Rule{" "}
              <Link href={`/policy/${policy.version}#${encodeURIComponent(rule.id)}`} className="link code">
                {rule.id}
              </Link>{" "}
              of{" "}
            </>
          ) : (
            "By "
          )}
          <Link href={`/policy/${policy.version}`} className="link">
            policy version {policy.version}
          </Link>
          , in force when it happened.
          {rule && ` It matches ${rule.matches}.`}
          {rule?.owner && ` Owner: ${rule.owner}.`}
        </p>
      )}
      {reason.nearest.length > 0 && (
        <div>
          <p className="mb-1 text-soft">Nearest rules</p>
          <ul className="grid gap-1">
            {reason.nearest.map((n) => (
              <li key={n.rule}>
                <Link href={policy ? `/policy/${policy.version}#${encodeURIComponent(n.rule)}` : "/policy"} className="link code">
                  {n.rule}
                </Link>{" "}
                <span className="text-soft">
                  {n.failed.length > 0 && `differs in ${listOf(n.failed)}`}
                  {n.failed.length > 0 && n.missing?.length ? ", " : ""}
                  {n.missing?.length ? `needs ${listOf(n.missing)}, which the record does not say` : ""}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
