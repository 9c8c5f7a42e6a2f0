import type { ReadRecord } from "@/lib/report/read-record";
import { exactTime } from "../ui/time-words";
import { visible } from "../ui/visible";

const names: Record<string, string> = {
  sni: "the TLS client hello (SNI)",
  "host-header": "the Host header",
  connect: "the CONNECT request",
  url: "the URL",
  log: "the log",
  "dns-join": "a DNS answer to this client, joined by address and time",
  none: "nowhere: the log has the address alone",
};

const proofs: Record<string, string> = {
  proven: "The name, a fresh DNS answer to this client and the certificate agree.",
  consistent: "Two of name, DNS answer and certificate agree.",
  claimed: "The client's word only: no DNS answer and no certificate supports the name.",
  unknown: "There is no name to support.",
  contradicted: "Name and DNS answer disagree: spoofed, stale, or a shared address.",
};

/** Where each thing came from that the line itself may not say. */
export function RecordOrigins({ read }: { read: ReadRecord }) {
  const { record } = read;
  const { facts } = record;
  const rows: (readonly [string, string])[] = [
    ["Host", `From ${names[record.hostOrigin] ?? record.hostOrigin}. ${proofs[String(facts.proof)] ?? ""}`],
    [
      "Workload",
      record.workload.provisional
        ? "No mapping explains the caller: a provisional workload stands in for its address."
        : record.caller
          ? "From what the log says of the caller, or from a mapping of its address or interface."
          : "From a mapping of the caller's address, or the tags of the source.",
    ],
    [
      "Country",
      facts.country === undefined
        ? "Neither database places the address."
        : facts.operator === undefined || facts.operator === facts.country
          ? "Approximate location of the address, from the location database."
          : `Location says ${facts.country}, the operator is registered in ${facts.operator}: taken as not known where one country is asked for.`,
    ],
    [
      "Domain",
      facts.domain === undefined
        ? "The host has no registrable domain."
        : "From the Public Suffix List; private suffixes count as suffixes.",
    ],
    ["Direction", "From the configured internal ranges, whatever the log calls it."],
    [
      "Read",
      `By ${String(facts.format)} from import ${record.import.id}, received ${exactTime(record.import.receivedAt)}${record.import.origin ? `, ${visible(record.import.origin)}` : ""}. SHA-256 of the body ${record.import.sha256.slice(0, 16)}…`,
    ],
    ...replayRow(record.replayed),
    ...(read.journaled ? ([["Looked at", "It belongs to another team: that you opened it is in the journal."]] as const) : []),
  ];
  return (
    <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, text]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="text-pretty">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

const replayRow = (r: ReadRecord["record"]["replayed"]): [string, string][] =>
  r
    ? [
        [
          "Read late",
          `Line ${r.line.toLocaleString("en")}, byte ${r.offset.toLocaleString("en")} of import ${r.import}, rejected then (${visible(r.reason)}); read by version ${r.version} on ${exactTime(r.at)}, as ${visible(r.by)} asked.`,
        ],
      ]
    : [];
