"use client";

import Link from "next/link";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { FieldMap } from "@/lib/ingest/readers/field-map";
import type { Layout } from "@/lib/ingest/readers/mapped-line";
import type { Preview } from "@/lib/ingest/suggest/preview-pasted";
import type { PastedLines } from "@/lib/ingest/suggest/read-pasted";
import { ProblemNote } from "../../access/problem-note";
import { useAct } from "../../access/use-act";
import { Section, Sheet } from "../../page/page";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { Textarea } from "../../ui/textarea";
import { ConstantsEditor } from "./constants-editor";
import { DecisionWords } from "./decision-words";
import { FieldTable, type TargetChoice } from "./field-table";
import { Kept } from "./kept";
import { LayoutControls } from "./layout-controls";
import { LinePreview } from "./line-preview";
import { type Choices, choiceOf, choicesOf, choose, constantsOf, fieldsOf, layoutOf, mapOf, wordsOf } from "./map-draft";
import { useAnswer } from "./use-answer";

interface MapperProps {
  source: { id: number; name: string; timezone?: string | undefined };
  targets: TargetChoice[];
  /** Mappings that are kept, also this source's own. */
  maps: { id: number; source: string; map: FieldMap }[];
  /** Lines of this source that wait in quarantine. */
  rejected: number;
  read: (input: { text: string; layout?: Layout; isNamed?: boolean }) => Promise<Acted<PastedLines>>;
  preview: (input: { text: string; fields: string; timezone?: string }) => Promise<Acted<Preview>>;
  keep: (input: { id: number; fields: string; timezone?: string }) => Promise<Acted<void>>;
}

/** Paste lines, point at fields, see what they become, name it, keep it: each step is on the page at once and answers the one before. */
export function FieldMapper({ source, targets, maps, rejected, read, preview, keep }: MapperProps) {
  const [base, setBase] = useState(maps.find((m) => m.id === source.id)?.map);
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<{ layout: Layout; isNamed?: boolean } | undefined>(base && { layout: layoutOf(base) });
  const [choices, setChoices] = useState<Choices>(base ? choicesOf(base) : {});
  const [words, setWords] = useState(wordsOf(base));
  const [constants, setConstants] = useState(constantsOf(base));
  const [name, setName] = useState(base?.name ?? "");
  const [timezone, setTimezone] = useState(source.timezone ?? "");
  const [kept, setKept] = useState(false);
  const keeping = useAct(keep, () => setKept(true));

  const hasText = text.trim() !== "";
  const found = useAnswer(read, hasText ? { text, ...asked } : undefined);
  const pasted = found.answer;
  const layout = asked?.isNamed === undefined ? (asked?.layout ?? pasted?.layout) : (pasted?.layout ?? asked.layout);
  const shown = layout ? fieldsOf(pasted?.fields ?? [], base, layout) : [];
  const chosen = shown.map((field) => [field.from, choiceOf(field, choices, base === undefined)] as const);
  const zone = timezone.trim() ? { timezone: timezone.trim() } : {};
  const mapNamed = (called: string) => layout && JSON.stringify(mapOf(called, layout, chosen, words, constants, base));
  const fields = mapNamed(name || source.name);
  const isPointed = chosen.some(([, choice]) => choice.target !== "" && choice.target !== "hidden");
  const decides = chosen.some(([, choice]) => choice.target === "action") || constants.some((c) => c.target === "action");
  const tried = useAnswer(preview, hasText && fields && isPointed && !found.pending ? { text, fields, ...zone } : undefined);

  const beginFrom = (id: string): void => {
    const map = maps.find((m) => String(m.id) === id)?.map;
    setBase(map);
    setAsked(map && { layout: layoutOf(map) });
    setChoices(map ? choicesOf(map) : {});
    setWords(wordsOf(map));
    setConstants(constantsOf(map));
    if (map && name === "") setName(map.name);
  };

  if (kept) return <Kept source={source} rejected={rejected} />;
  return (
    <>
      <Section
        title="1. Paste some lines"
        note="Ten or twenty that differ, with what is rare among them. They are read here and kept nowhere."
      >
        <div className="grid gap-4">
          <Textarea
            aria-label="Lines of the log"
            rows={8}
            value={text}
            onChange={(e) => setText(e.target.value)}
            spellCheck={false}
            wrap="off"
            maxLength={500_000}
            className="code overflow-x-auto"
          />
          {maps.length > 0 && (
            <Field id="base" label="Begin from a mapping that is kept" optional className="max-w-md">
              <Select id="base" className="w-full" defaultValue={base ? String(source.id) : ""} onChange={(e) => beginFrom(e.target.value)}>
                <option value="">none: propose from the lines</option>
                {maps.map((m) => (
                  <option key={m.id} value={m.id}>
                    {m.map.name} – {m.source}
                  </option>
                ))}
              </Select>
            </Field>
          )}
          <ProblemNote problem={found.problem} />
          {pasted?.known && hasText && (
            <p role="note" className="rounded-md border border-ink/60 bg-sunken px-3 py-2 text-sm">
              Waybill knows these lines already, as <strong className="font-semibold">{pasted.known.name}</strong>: that format reads more
              of them than a mapping could.{" "}
              <Link href={`/sources/${source.id}`} className="link">
                Choose it on the source's page
              </Link>
            </p>
          )}
        </div>
      </Section>

      {hasText && pasted && layout && (
        <>
          <Section
            title="2. Point at the fields"
            note="What is proposed was told from names and values. Correct what is wrong; leave out what you do not need."
          >
            <Sheet>
              <div className="border-b p-4">
                <LayoutControls
                  layout={layout}
                  onChange={(next, isNamed) => setAsked({ layout: next, ...(isNamed !== undefined && { isNamed }) })}
                />
              </div>
              {shown.length > 0 ? (
                <FieldTable
                  fields={shown}
                  targets={targets}
                  choiceOf={(field) => choiceOf(field, choices, base === undefined)}
                  isChosen={(field) => field.from in choices}
                  onChoose={(from, choice) => setChoices((all) => choose(all, from, choice))}
                />
              ) : (
                <EmptyState why="No field was found in these lines. Say above how a line is taken apart." />
              )}
              <div className="grid gap-x-5 gap-y-4 border-t p-4 sm:grid-cols-2 lg:grid-cols-3">
                <Field
                  id="timezone"
                  label="Time zone of its times"
                  optional
                  hint="For times that are written without one; UTC where empty."
                >
                  <Input
                    id="timezone"
                    value={timezone}
                    onChange={(e) => setTimezone(e.target.value)}
                    placeholder="UTC"
                    spellCheck={false}
                    autoComplete="off"
                  />
                </Field>
                {decides && <DecisionWords words={words} onChange={setWords} />}
              </div>
              <ConstantsEditor constants={constants} targets={targets} onChange={setConstants} />
            </Sheet>
          </Section>

          <Section title="3. See what becomes of them">
            <Sheet>
              {tried.problem ? (
                <div className="p-4">
                  <ProblemNote problem={tried.problem} />
                </div>
              ) : tried.answer && isPointed ? (
                <LinePreview preview={tried.answer} />
              ) : (
                <EmptyState
                  why={isPointed ? "Reading the lines …" : "No field is pointed at yet: say at least where the connection goes."}
                />
              )}
            </Sheet>
          </Section>

          <Section
            title="4. Name it and keep it"
            note={`Lines that arrive at ${source.name} from then on are read this way; what is stored stays as it is.`}
          >
            <form
              className="grid max-w-md gap-4"
              onSubmit={(e) => {
                e.preventDefault();
                const named = mapNamed(name);
                if (named) keeping.run({ id: source.id, fields: named, ...zone });
              }}
            >
              <ProblemNote problem={keeping.problem} />
              <Field id="map-name" label="Name of the mapping" hint="The product and its log, as you would look for it again.">
                <Input
                  id="map-name"
                  required
                  maxLength={80}
                  value={name}
                  onChange={(e) => setName(e.target.value)}
                  placeholder="Edge gateway, access log"
                  autoComplete="off"
                />
              </Field>
              <div>
                <Button
                  type="submit"
                  look="primary"
                  size="lg"
                  disabled={keeping.pending || tried.pending || !tried.answer || tried.answer.used === 0 || !!tried.problem}
                >
                  {keeping.pending ? "Keeping it …" : "Keep the mapping"}
                </Button>
              </div>
            </form>
          </Section>
        </>
      )}
    </>
  );
}
