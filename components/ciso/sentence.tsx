import { Fragment } from "react";
import type { CisoSummary } from "@/lib/report/ciso-summary";
import { Num } from "../page/num";
import { compactCount, fullCount, percent } from "../ui/number";
import { timeAgo } from "../ui/time-words";

/** The security lead's first question: does what leaves conform, and if not, because of whom? */
export async function CisoSentence({ summary, period, now }: { summary: Promise<CisoSummary>; period: string; now: number }) {
  const s = await summary;
  if (s.left.count === 0)
    return (
      <p>
        {period}, no outbound traffic was judged in this scope
        {s.blocked.count > 0 && (
          <>
            , though <Num href={s.blocked.href}>{compactCount(s.blocked.count)}</Num> attempts were blocked
          </>
        )}
        .
      </p>
    );
  const points = s.conformity !== null && s.before !== null ? (s.conformity - s.before) * 100 : 0;
  return (
    <p>
      {period}, <Num>{s.conformity === null ? "none" : percent(s.conformity)}</Num> of{" "}
      <Num href={s.left.href} title={fullCount(s.left.count)}>
        {compactCount(s.left.count)}
      </Num>{" "}
      connections conformed
      {Math.abs(points) >= 0.05 && `, ${Math.abs(points).toFixed(1)} points ${points > 0 ? "more" : "fewer"} than in the period before`}
      {s.culprits.count > 0 && (
        <>
          ; <Services names={s.culprits.services} /> {s.culprits.services.length === 1 ? "explains" : "explain"}{" "}
          {s.culprits.share > 0.9995 ? "all" : percent(s.culprits.share)} of{" "}
          <Num href={s.culprits.href} title={fullCount(s.culprits.count)}>
            the rest
          </Num>
        </>
      )}
      .{" "}
      {s.openFindings.count > 0 ? (
        <>
          <Num href={s.openFindings.href}>
            {s.openFindings.count} {s.openFindings.count === 1 ? "finding" : "findings"}
          </Num>{" "}
          {s.openFindings.count === 1 ? "is" : "are"} open
          {s.openFindings.oldest !== undefined && <>, the oldest since {timeAgo(s.openFindings.oldest, now)}</>}
        </>
      ) : (
        "No finding is open"
      )}
      {s.overdueRules > 0 && (
        <>
          , and{" "}
          <Num href="/policy?show=overdue">
            {s.overdueRules} {s.overdueRules === 1 ? "rule" : "rules"}
          </Num>{" "}
          {s.overdueRules === 1 ? "waits" : "wait"} for confirmation
        </>
      )}
      .
      {s.explained !== null && (
        <span className="mt-1 block text-base text-faint">
          {percent(s.explained)} of what left is accounted for by a rule with an owner, a reason and a current confirmation.
        </span>
      )}
    </p>
  );
}

function Services({ names }: { names: CisoSummary["culprits"]["services"] }) {
  return names.map((service, i) => (
    <Fragment key={service.name}>
      {i > 0 && (i === names.length - 1 ? " and " : ", ")}
      <Num href={service.href}>{service.name}</Num>
    </Fragment>
  ));
}
