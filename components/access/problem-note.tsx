import type { ProblemBody } from "@/lib/access/act";

/** What was wrong with a request as a whole; `fields` are told at their own place. */
export function ProblemNote({ problem, fields = [] }: { problem: ProblemBody | undefined; fields?: readonly string[] }) {
  if (!problem || (problem.field && fields.some((f) => problem.field === f || problem.field?.startsWith(`${f}.`)))) return null;
  return (
    <p role="alert" className="rounded-md border border-violation/40 bg-violation-wash px-3 py-2 text-sm">
      {problem.detail}
    </p>
  );
}
