"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { ConfirmButton } from "../access/confirm-button";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Section, Sheet } from "../page/page";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";
import { type FormatChoice, readSource, type SourceDraft, SourceFields, type SourceValues } from "./source-fields";
import { TokenPanel } from "./token-panel";

interface SettingsProps {
  url: string;
  source: SourceValues & { id: number; name: string; tokenHint: string | null; disabled: boolean };
  formats: FormatChoice[];
  names: { environments: string[]; teams: string[]; services: string[] };
  mayUnmask: boolean;
  edit: (input: Partial<SourceDraft> & { id: number; disabled?: boolean }) => Promise<Acted<void>>;
  rotate: (id: number) => Promise<Acted<{ token: string }>>;
}

/** How a source is read, its token, and whether it is read at all; for administrators. */
export function SourceSettings({ url, source, formats, names, mayUnmask, edit, rotate }: SettingsProps) {
  const [token, setToken] = useState<string>();
  const toast = useToast();
  const { run, pending, problem, about } = useAct(edit, () =>
    toast({ title: "Saved", detail: "Lines that arrive from now on are read this way." }),
  );
  return (
    <>
      {token && <TokenPanel url={url} source={{ ...source, token }} />}
      <Section
        title="Token"
        note={
          source.tokenHint ? `The present one ends in ${source.tokenHint}.` : "This source has no token; it is fed from the command line."
        }
      >
        <div className="flex flex-wrap gap-2">
          <ConfirmButton
            label="Make a new token"
            title="Make a new token"
            confirm="Make it"
            action={() => rotate(source.id)}
            onDone={(made) => setToken(made.token)}
          >
            <p>The present token is refused from that moment on: whatever sends this log must be given the new one.</p>
          </ConfirmButton>
          {source.disabled ? (
            <Button onClick={() => run({ id: source.id, disabled: false })} disabled={pending}>
              Enable the source
            </Button>
          ) : (
            <ConfirmButton
              look="danger"
              label="Disable the source"
              title={`Disable ${source.name}`}
              confirm="Disable it"
              done="The source is disabled"
              action={() => edit({ id: source.id, disabled: true })}
            >
              <p>Its token is refused until it is enabled again. What it brought stays, and the log's sender will be told 403.</p>
            </ConfirmButton>
          )}
        </div>
      </Section>
      <Section title="How it is read" note="Holds for lines that arrive from now on; what is stored stays as it was stored.">
        <Sheet className="max-w-2xl p-5">
          <form
            className="grid gap-5"
            onSubmit={(e) => {
              e.preventDefault();
              run({ id: source.id, ...readSource(new FormData(e.currentTarget)) });
            }}
          >
            <ProblemNote problem={problem} fields={["format", "options", "tags", "silentAfter", "sampling", "rateLimit", "keepReason"]} />
            <SourceFields
              formats={formats}
              values={source}
              mapHref={`/sources/${source.id}/fields`}
              mayUnmask={mayUnmask}
              about={about}
              names={names}
            />
            <div>
              <Button type="submit" look="primary" disabled={pending}>
                Save
              </Button>
            </div>
          </form>
        </Sheet>
      </Section>
    </>
  );
}
