"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { WouldBe } from "@/lib/report/would-be-allowed";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { AskAnswer } from "./ask-answer";

export interface AskInput {
  service?: string;
  environment?: string;
  destination: string;
  port?: number | undefined;
  protocol?: string;
}

const fields = ["service", "environment", "destination", "port", "protocol"];

/** "Would this be allowed?": a question to the policy in force. */
export function Ask({
  names,
  ask,
  given = {},
}: {
  names: { services: string[]; environments: string[] };
  ask: (input: AskInput) => Promise<Acted<WouldBe>>;
  /** What the address fills in, by field. */
  given?: Readonly<Record<string, string | string[] | undefined>>;
}) {
  const filled = (name: string): string | undefined => (typeof given[name] === "string" ? given[name].slice(0, 255) : undefined);
  const [answer, setAnswer] = useState<WouldBe>();
  const { run, pending, problem, about } = useAct(ask, setAnswer);
  return (
    <>
      <form
        className="grid grid-cols-2 items-start gap-3 px-4 py-4 sm:grid-cols-4 lg:grid-cols-[1fr_1fr_2fr_6rem_7rem_auto]"
        onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          const text = (name: string) => String(form.get(name) ?? "").trim();
          setAnswer(undefined);
          run({
            service: text("service"),
            environment: text("environment"),
            destination: text("destination"),
            port: text("port") ? Number(text("port")) : undefined,
            protocol: text("protocol"),
          });
        }}
      >
        <Named name="service" label="Service" options={names.services} error={about("service")} value={filled("service")} />
        <Named
          name="environment"
          label="Environment"
          options={names.environments}
          error={about("environment")}
          value={filled("environment")}
        />
        <Field id="ask-destination" label="Host or address" error={about("destination")} className="col-span-2 lg:col-span-1">
          <Input
            id="ask-destination"
            name="destination"
            required
            maxLength={255}
            autoComplete="off"
            spellCheck={false}
            placeholder="api.partner.example"
            defaultValue={filled("destination")}
            className="code"
          />
        </Field>
        <Field id="ask-port" label="Port" error={about("port")}>
          <Input
            id="ask-port"
            name="port"
            inputMode="numeric"
            pattern="[0-9]*"
            defaultValue={filled("destination") ? filled("port") : "443"}
          />
        </Field>
        <Field id="ask-protocol" label="Protocol" error={about("protocol")}>
          <Select id="ask-protocol" name="protocol" defaultValue={filled("protocol") ?? "tcp"} className="w-full">
            {["tcp", "udp", "icmp", ""].map((p) => (
              <option key={p} value={p}>
                {p || "not said"}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" look="primary" disabled={pending} className="mt-6 max-lg:col-span-2 max-lg:mt-0 sm:max-lg:col-span-4">
          Ask
        </Button>
      </form>
      <div aria-live="polite">
        {problem && !fields.some((f) => problem.field === f) && (
          <div className="px-4 pb-4">
            <ProblemNote problem={problem} />
          </div>
        )}
        {answer && !pending && <AskAnswer answer={answer} />}
      </div>
    </>
  );
}

function Named({
  name,
  label,
  options,
  error,
  value,
}: {
  name: string;
  label: string;
  options: string[];
  error: string | undefined;
  value: string | undefined;
}) {
  return (
    <Field id={`ask-${name}`} label={label} error={error} className="max-sm:col-span-1 sm:max-lg:col-span-2">
      <Input id={`ask-${name}`} name={name} list={`ask-${name}-names`} autoComplete="off" maxLength={255} defaultValue={value} />
      <datalist id={`ask-${name}-names`}>
        {options.map((o) => (
          <option key={o} value={o} />
        ))}
      </datalist>
    </Field>
  );
}
