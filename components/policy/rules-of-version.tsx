import type { Rule } from "@/lib/model/policy";
import { callerOf, destinationOf } from "@/lib/policy/words";
import { Absent } from "../ui/figures";
import { visible } from "../ui/visible";
import { EffectChip } from "./effect-chip";
import { effectAt } from "./rule-row";

/** Every rule of a version, in full, as it was at a time; `#id` in the address leads to one. */
export function RulesOfVersion({ rules, now }: { rules: readonly Rule[]; now: number }) {
  return (
    <ul className="divide-y">
      {rules.map((rule) => (
        <li
          key={rule.id}
          id={rule.id}
          className="grid scroll-mt-16 gap-x-6 gap-y-1.5 px-4 py-3 text-sm target:bg-accent-wash lg:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)]"
        >
          <div>
            <a href={`#${encodeURIComponent(rule.id)}`} className="code font-medium break-words hover:text-accent">
              {visible(rule.id)}
            </a>
            <p className="mt-1">
              <EffectChip {...effectAt(rule, now)} />
            </p>
          </div>
          <div className="min-w-0">
            <p className="code break-words">{visible(destinationOf(rule))}</p>
            <p className="text-soft">from {visible(callerOf(rule.from))}</p>
            {rule.reason && <p className="mt-1 text-pretty text-soft">{visible(rule.reason)}</p>}
          </div>
          <dl className="grid grid-cols-[5rem_minmax(0,1fr)] content-start gap-x-3 text-soft">
            <Fact name="Owner" value={rule.owner} />
            <Fact name="Kind" value={rule.kind} />
            <Fact name="Ticket" value={rule.ticket} />
            <Fact name="Review" value={rule.review && `every ${rule.review} days`} />
            {rule.proof && <Fact name="Name" value={`${rule.proof} or better`} />}
            {rule.priority !== 1000 && <Fact name="Priority" value={rule.priority} />}
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, value }: { name: string; value: string | number | undefined }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="break-words">
        {value === undefined || value === 0 ? <Absent why="The rule does not say" /> : visible(String(value))}
      </dd>
    </>
  );
}
