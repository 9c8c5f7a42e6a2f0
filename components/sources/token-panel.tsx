"use client";

import { Section, Sheet } from "../page/page";
import { CopyButton } from "../ui/copy-button";
import { Tabs } from "../ui/tabs";
import { shippersFor } from "./shippers";

/** A token, this once, and what to paste where. */
export function TokenPanel({ url, source }: { url: string; source: { name: string; format: string; token: string } }) {
  const shippers = shippersFor({ url, source: source.name, token: source.token, format: source.format });
  return (
    <>
      <Section title="The token" note="Shown this once. What is kept of it is a hash: if it is lost, make a new one on the source's page.">
        <Sheet className="flex items-center gap-3 px-4 py-3">
          <code className="code min-w-0 grow break-all" data-testid="source-token">
            {source.token}
          </code>
          <CopyButton text={source.token} label="Copy" />
        </Sheet>
      </Section>
      <Section title="Send the log" note="Pick what you have. Each piece holds the token; adapt the path of the log.">
        <Sheet className="px-4 pt-1 pb-4">
          <Tabs
            tabs={shippers.map((s) => ({
              id: s.id,
              label: s.name,
              content: (
                <div className="grid gap-2">
                  <div className="flex items-center justify-between gap-3">
                    <p className="text-xs text-faint">{s.file}</p>
                    <CopyButton text={s.text} label="Copy" />
                  </div>
                  <pre className="code rounded-md border bg-sunken p-3 leading-5 break-words whitespace-pre-wrap">{s.text}</pre>
                  {s.note && <p className="text-sm text-soft">{s.note}</p>}
                </div>
              ),
            }))}
          />
        </Sheet>
      </Section>
    </>
  );
}
