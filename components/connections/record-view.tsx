"use client";

import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Acted } from "@/lib/access/act";
import type { RawLine } from "@/lib/db/raw-block";
import { type FieldId, fieldOf } from "@/lib/query/fields";
import type { ReadRecord } from "@/lib/report/read-record";
import { SampleMark } from "../ui/badge";
import { OutcomeChip, VerdictChip } from "../ui/outcome";
import { visible } from "../ui/visible";
import { FieldValue } from "./field-value";
import { RawLineView } from "./raw-line-view";
import { RecordOrigins } from "./record-origins";
import { RecordReasonView } from "./record-reason-view";
import { useValueMenu } from "./value-menu";

export type ReadRaw = (id: string) => Promise<Acted<RawLine | null>>;

const groups: { title: string; fields: FieldId[] }[] = [
  { title: "Who", fields: ["service", "environment", "team", "src", "sport", "user", "agent", "job", "run"] },
  { title: "Where to", fields: ["host", "domain", "ip", "dport", "protocol", "app", "proof", "country", "operator", "asn"] },
  { title: "Request", fields: ["method", "path", "url", "status", "attempt", "answered"] },
  { title: "TLS", fields: ["tls", "sni"] },
  { title: "Volume", fields: ["bytes_out", "bytes_in", "duration"] },
  { title: "Record", fields: ["kind", "direction", "action", "twin", "session", "trace"] },
];

/** Everything about one record. With `zone` its times are told by that clock. */
export function RecordView({ read, readRaw, zone = "UTC" }: { read: ReadRecord; readRaw: ReadRaw; zone?: string }) {
  const { record, observations } = read;
  const { facts } = record;
  const more = extras(read);
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <OutcomeChip outcome={facts.outcome as "violation"} />
          <VerdictChip verdict={facts.verdict as "denied"} />
          {facts.sample && <SampleMark />}
          <FieldValue column="time" record={record} zone={zone} />
          <span className="text-faint">{zone}</span>
        </p>
        {facts.path === undefined && facts.url === undefined && (
          <p className="text-sm text-soft">
            This log holds no URL
            {facts.method === "CONNECT"
              ? ": a tunnel shows the host alone."
              : facts.kind === "connection"
                ? ": it saw the connection, not the request inside."
                : "."}
          </p>
        )}
      </div>
      <Part title="Why this verdict">
        <RecordReasonView read={read} />
      </Part>
      <Part title="The line">
        <RawLineView read={read} readRaw={readRaw} />
      </Part>
      {groups.map(({ title, fields }) => {
        const said = fields.filter((f) => f !== "dst" && facts[f] !== undefined);
        const rows = more[title] ?? [];
        if (said.length + rows.length === 0) return null;
        return (
          <Part key={title} title={title}>
            <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 text-sm">
              {said.map((f) => (
                <FieldRow key={f} field={f} read={read} zone={zone} />
              ))}
              {rows.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="py-0.5 text-soft">{name}</dt>
                  <dd className="py-0.5 break-words">{value}</dd>
                </div>
              ))}
            </dl>
          </Part>
        );
      })}
      <Part
        title={observations.length === 0 ? "No other record of this activity" : `Other records of this activity (${observations.length})`}
      >
        {observations.length === 0 ? (
          <p className="text-sm text-soft">No record shares its session, its trace, or its two ends within a minute.</p>
        ) : (
          <ul className="divide-y text-sm">
            {observations.map((o) => (
              <li key={o.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
                <Link href={`/connections/${o.id}`} className="link">
                  {visible(String(o.facts.source))}
                </Link>
                <span className="text-soft">
                  {String(o.facts.format)}, {String(o.facts.kind)}
                </span>
                <span className="grow" />
                <span className="figures text-faint">{offset(o.time - record.time)}</span>
                {o.facts.twin ? <span className="text-faint">twin</span> : <OutcomeChip outcome={o.facts.outcome as "violation"} />}
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="Where this was learned">
        <RecordOrigins read={read} />
      </Part>
    </div>
  );
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function FieldRow({ field, read, zone }: { field: FieldId; read: ReadRecord; zone: string }) {
  const openMenu = useValueMenu();
  const { label } = fieldOf(field);
  return (
    <div className="group contents">
      <dt className="py-0.5 text-soft">{label}</dt>
      <dd className="flex min-w-0 items-start gap-1 py-0.5">
        <span className="min-w-0 break-words [&_.whitespace-nowrap]:whitespace-normal">
          <FieldValue column={field} record={read.record} zone={zone} />
        </span>
        <button
          type="button"
          aria-label={`Menu of ${label}`}
          aria-haspopup="menu"
          onClick={(e) => openMenu(field, read.record, e.currentTarget)}
          className="grid size-5 shrink-0 place-items-center rounded-sm text-faint opacity-60 hover:bg-hover hover:text-ink hover:opacity-100 focus-visible:opacity-100"
        >
          <MoreHorizontal className="size-3.5" />
        </button>
      </dd>
    </div>
  );
}

type Rows = (readonly [string, ReactNode])[];

/** What a record holds besides the fields of the language. */
function extras({ record }: ReadRecord): Record<string, Rows> {
  const { tls, caller, detail } = record;
  const row = (name: string, value: unknown): Rows =>
    value === null || value === undefined || value === "" ? [] : [[name, <span key={name}>{visible(String(value))}</span>]];
  const day = (ms: number | null | undefined): string | undefined => (ms == null ? undefined : new Date(ms).toISOString().slice(0, 10));
  const dns = detail["dns"] as { type?: string; code?: string; answers?: { data: string; type?: string; ttl?: number }[] } | undefined;
  return {
    Who: [
      ...row("Instance", caller?.instanceId),
      ...row("Interface", caller?.interfaceId),
      ...row("Account", caller?.accountId),
      ...row("Client host", caller?.hostName),
      ...row("Process", caller?.process),
      ...row("After NAT", record.srcNatIp),
      ...Object.entries({ ...caller?.tags, ...record.workload.tags }).flatMap(([k, v]) => row(visible(k), v)),
    ],
    "Where to": [
      ...row("DNS", dns && [dns.type, dns.code].filter(Boolean).join(" ")),
      ...row("DNS answers", dns?.answers?.map((a) => `${a.data}${a.ttl === undefined ? "" : ` (${a.ttl} s)`}`).join(", ")),
      ...row("After NAT", detail["dstNatIp"]),
    ],
    TLS: tls
      ? [
          ...row("Cipher", tls.cipher),
          ...row("ALPN", tls.alpn),
          ...row("JA3", tls.ja3),
          ...row("JA4", tls.ja4),
          ...row("Subject", tls.subject),
          ...row("Issuer", tls.issuer),
          ...row("Names", tls.names.join(", ")),
          ...row(
            "Valid",
            tls.notBefore === null && tls.notAfter === null ? null : `${day(tls.notBefore) ?? "?"} to ${day(tls.notAfter) ?? "?"}`,
          ),
          ...row("SHA-256", tls.sha256),
          ...row("Validation", tls.validation),
          ...row("Established", tls.established === null ? null : tls.established ? "yes" : "no"),
          ...row("Error", tls.error),
        ]
      : [],
    Volume: [
      ...row("Packets out", record.packetsOut),
      ...row("Packets in", record.packetsIn),
      ...(record.count > 1 ? row("Stands for", `${record.count} activities`) : []),
    ],
    Record: [
      ...row("Engine rule", record.engineRule),
      ...row("Engine rule id", detail["engineRuleId"]),
      ...row("Engine reason", detail["engineReason"]),
      ...row("Community id", detail["communityId"]),
    ],
  };
}

const offset = (ms: number): string =>
  ms === 0 ? "same moment" : `${ms > 0 ? "+" : "−"}${Math.abs(ms) < 1000 ? `${Math.abs(ms)} ms` : `${(Math.abs(ms) / 1000).toFixed(1)} s`}`;
