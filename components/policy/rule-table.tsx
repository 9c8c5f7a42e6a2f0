"use client";

import { X } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { type ReactNode, useMemo } from "react";
import { DataTable } from "../table/data-table";
import type { TableColumn, TableRow } from "../table/row";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Absent, Count } from "../ui/figures";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { type ConfirmAction, ConfirmRule } from "./confirm-rule";
import { Confirmed, Due } from "./confirmation";
import { EffectChip } from "./effect-chip";
import { filterNames, filters, type RuleRow, ruleFilters } from "./rule-row";

interface Row extends TableRow {
  rule: RuleRow;
}

const columns: TableColumn<Row>[] = [
  { id: "rule", label: "Rule", render: ({ rule }) => <Named rule={rule} /> },
  { id: "matches", label: "What it matches", render: ({ rule }) => <Matches rule={rule} /> },
  {
    id: "owner",
    label: "Owner",
    minor: true,
    render: ({ rule }) => (
      <>
        {rule.owner ? visible(rule.owner) : <Absent why="Nobody is named" />}
        {rule.kind && <span className="block text-xs text-faint">{rule.kind}</span>}
      </>
    ),
  },
  { id: "confirmed", label: "Last confirmed", minor: true, render: ({ rule }) => <Confirmed rule={rule} /> },
  { id: "due", label: "Due", minor: true, render: ({ rule }) => <Due rule={rule} /> },
  { id: "hits", label: "Hits, 30 d", minor: true, align: "end", render: ({ rule }) => <Count value={rule.hits} /> },
  {
    id: "lastHit",
    label: "Last hit",
    minor: true,
    render: ({ rule }) => (rule.lastHit === undefined ? <Absent why="None in 90 days" /> : <Time at={rule.lastHit} />),
  },
];

/** The rules in force. `confirm` only for those who may. */
export function RuleTable({ rules, version, confirm }: { rules: RuleRow[]; version: number; confirm?: ConfirmAction | undefined }) {
  const [text, setText] = useQueryState("find", parseAsString.withDefault("").withOptions({ throttleMs: 300 }));
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(ruleFilters).withDefault("all"));
  // One rule by its id, as other pages link to it.
  const [rule, setRule] = useQueryState("rule", parseAsString);
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return rules
      .filter((r) => rule === null || r.id === rule)
      .filter(filters[show])
      .filter((r) => !wanted || [r.id, r.caller, r.destination, r.owner, r.kind, r.reason].some((s) => s?.toLowerCase().includes(wanted)))
      .map((rule) => toRow(rule, version));
  }, [rules, text, show, rule, version]);
  const all = useMemo(
    () =>
      confirm
        ? [
            {
              ...columns[0]!,
              render: ({ rule }: Row) => <Named rule={rule} action={<ConfirmRule row={rule} version={version} confirm={confirm} />} />,
            },
            ...columns.slice(1),
            {
              id: "confirm",
              label: "",
              sortable: false,
              minor: true,
              align: "end" as const,
              render: ({ rule }: Row) => <ConfirmRule row={rule} version={version} confirm={confirm} />,
            },
          ]
        : columns,
    [confirm, version],
  );
  const isLong = rows.length > 100;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b px-3 py-2 print:hidden">
        <Input
          type="search"
          aria-label="Find rules"
          placeholder="Find a host, a service, an owner …"
          className="max-w-72"
          value={text}
          onChange={(e) => setText(e.target.value || null)}
        />
        <Select aria-label="Which rules" value={show} onChange={(e) => setShow(e.target.value as typeof show)}>
          {ruleFilters.map((f) => (
            <option key={f} value={f}>
              {filterNames[f]} ({rules.filter(filters[f]).length})
            </option>
          ))}
        </Select>
        {rule !== null && (
          <Button size="sm" onClick={() => setRule(null)} aria-label={`Show every rule, not only ${visible(rule)}`}>
            Only <span className="code">{visible(rule)}</span>
            <X aria-hidden />
          </Button>
        )}
        <span className="ml-auto text-xs text-faint" role="status">
          {rows.length.toLocaleString("en")} of {rules.length.toLocaleString("en")}
        </span>
      </div>
      <DataTable
        caption="Rules in force"
        columns={all}
        rows={rows}
        virtual={isLong}
        {...(isLong ? { height: "min(70vh, 48rem)" } : {})}
        empty={<EmptyState why="No rule in force is like that." />}
      />
    </>
  );
}

function toRow(rule: RuleRow, version: number): Row {
  return {
    id: rule.id,
    href: `/policy/${version}#${encodeURIComponent(rule.id)}`,
    cells: {},
    rule,
    sortBy: {
      rule: rule.id,
      matches: rule.destination,
      owner: rule.owner ?? null,
      confirmed: rule.confirmedAt ?? 0,
      due: rule.due ?? null,
      hits: rule.hits,
      lastHit: rule.lastHit ?? 0,
    },
  };
}

/** `action` stands here where the table is too narrow for a column of its own. */
function Named({ rule, action }: { rule: RuleRow; action?: ReactNode }) {
  return (
    <>
      <span className="code [overflow-wrap:anywhere]">{visible(rule.id)}</span>
      <span className="mt-1 block">
        <EffectChip {...rule} />
      </span>
      {action && <span className="mt-1.5 block md:hidden">{action}</span>}
    </>
  );
}

function Matches({ rule }: { rule: RuleRow }) {
  return (
    <>
      <span className="code [overflow-wrap:anywhere]">{visible(rule.destination)}</span>
      <span className="block text-xs text-soft">from {visible(rule.caller)}</span>
      <span className="mt-1 block text-xs text-soft md:hidden">
        <Count value={rule.hits} /> {rule.hits === 1 ? "hit" : "hits"}
        {rule.isOverdue && <span className="font-semibold text-ink"> · confirmation overdue</span>}
      </span>
    </>
  );
}
