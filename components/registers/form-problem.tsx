import type { ProblemBody } from "@/lib/access/act";

/** What no field of the form can show. */
export function FormProblem({ problem, fields }: { problem: ProblemBody | undefined; fields: readonly string[] }) {
  if (!problem || fields.some((f) => problem.field === f || problem.field?.startsWith(`${f}.`))) return null;
  return (
    <p role="alert" className="text-sm text-violation-ink">
      {problem.detail} {problem.reference && <span className="code">{problem.reference}</span>}
    </p>
  );
}
