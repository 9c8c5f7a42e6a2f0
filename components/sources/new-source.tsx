"use client";

import Link from "next/link";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Section, Sheet } from "../page/page";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { FirstLine } from "./first-line";
import { type FormatChoice, readSource, type SourceDraft, SourceFields } from "./source-fields";
import { TokenPanel } from "./token-panel";

export interface MadeSource {
  id: number;
  name: string;
  format: string;
  token: string;
}

/** Two steps on one page, since the token is in this answer and nowhere else: say what it is, then send the first line. */
export function NewSource({
  url,
  formats,
  names,
  mayUnmask,
  create,
}: {
  url: string;
  formats: FormatChoice[];
  names: { environments: string[]; teams: string[]; services: string[] };
  mayUnmask: boolean;
  create: (input: SourceDraft & { name: string }) => Promise<Acted<MadeSource>>;
}) {
  const [made, setMade] = useState<MadeSource>();
  const { run, pending, problem, about } = useAct(create, setMade);
  if (made)
    return (
      <div>
        <TokenPanel url={url} source={made} />
        <Section
          title="Has it arrived?"
          actions={
            <Button asChild>
              <Link href={`/sources/${made.id}/fields`}>No format fits: map your own fields</Link>
            </Button>
          }
        >
          <FirstLine source={made} />
        </Section>
      </div>
    );
  return (
    <Sheet className="max-w-2xl p-5">
      <form
        className="grid gap-5"
        onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          run({ ...readSource(form), name: String(form.get("name") ?? "") });
        }}
      >
        <ProblemNote
          problem={problem}
          fields={["name", "format", "options", "tags", "silentAfter", "sampling", "rateLimit", "keepReason"]}
        />
        <Field
          id="name"
          label="Name"
          hint="Lower-case letters, digits, dots and dashes. It stands in the address that logs are sent to and does not change."
          error={about("name")}
        >
          <Input
            id="name"
            name="name"
            required
            maxLength={63}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            placeholder="edge-proxy"
            className="code"
            aria-invalid={!!about("name")}
          />
        </Field>
        <SourceFields formats={formats} mayUnmask={mayUnmask} about={about} names={names} />
        <div>
          <Button type="submit" look="primary" size="lg" disabled={pending}>
            {pending ? "Making it …" : "Make the source and its token"}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
