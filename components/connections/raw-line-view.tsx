"use client";

import Link from "next/link";
import { useEffect, useState, useTransition } from "react";
import type { RawLine } from "@/lib/db/raw-block";
import { type KeptValues, keptWords } from "@/lib/model/kept-values";
import type { ReadRecord } from "@/lib/report/read-record";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { fullCount } from "../ui/number";
import { visible } from "../ui/visible";
import type { ReadRaw } from "./record-view";

function masking(source: KeptValues): string {
  const kept = keptWords(source);
  if (kept === undefined) return "Users, client hosts, ids and query values were masked before it was written.";
  return `This source keeps ${kept}, by an opt-in; what else is personal was masked before it was written.`;
}

/** The masked line and its place. One's own team's is shown at once; another's on request, since reading it is journaled. */
export function RawLineView({ read, readRaw }: { read: ReadRecord; readRaw: ReadRaw }) {
  const { record, raw } = read;
  const [line, setLine] = useState<RawLine | null>();
  const [failed, setFailed] = useState<string>();
  const [pending, start] = useTransition();
  const { id } = record;

  const show = () =>
    start(async () => {
      const { ok, problem } = await readRaw(id);
      if (problem) setFailed(problem.detail);
      else setLine(ok ?? null);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a record.
  useEffect(() => {
    setLine(undefined);
    setFailed(undefined);
    if (raw === "open") show();
  }, [id, raw]);

  const place = (
    <p className="text-xs text-faint">
      <Link href={`/sources/${record.source.id}`} className="link">
        {visible(record.source.name)}
      </Link>
      , import {record.import.id}, line {fullCount(record.line)}
      {line && `, byte ${fullCount(line.byte)} of the block of lines ${fullCount(line.firstLine)} to ${fullCount(line.lastLine)}`}
      {record.import.origin && `, ${visible(record.import.origin)}`}
    </p>
  );
  return (
    <div className="grid gap-2">
      {line ? (
        <div className="relative rounded-md border bg-sunken">
          <pre className="code max-h-56 overflow-auto p-3 pr-10 text-xs break-all whitespace-pre-wrap">{visible(line.text)}</pre>
          <CopyButton text={line.text} className="absolute top-1.5 right-1.5" />
        </div>
      ) : raw === "denied" ? (
        <p className="text-sm text-soft">Your role does not read raw lines.</p>
      ) : line === null ? (
        <p className="text-sm text-soft">The line no longer rests here: its retention has ended.</p>
      ) : failed ? (
        <p role="alert" className="text-sm text-violation-ink">
          {failed}
        </p>
      ) : raw === "journaled" ? (
        <div className="flex flex-wrap items-center gap-3">
          <Button size="sm" onClick={show} aria-busy={pending}>
            Show the line
          </Button>
          <span className="text-xs text-faint">It belongs to another team: reading it is written to the journal.</span>
        </div>
      ) : (
        <p className="h-10 text-sm text-faint">Reading the line</p>
      )}
      {place}
      {line && <p className="text-xs text-faint">{masking(record.source)}</p>}
    </div>
  );
}
