import { parsePolicy } from "../../lib/policy/parse";
import { type Place, sampleGeography } from "./geography";
import { callerOf, type JobRun, jobs, runsOf } from "./jobs";
import { deployAt, rollbackAt } from "./plots/deny-burst";
import { confirmationAges, policyYaml, secondVersionAt } from "./policy";
import { hash32 } from "./random";
import { type DataEntry, dataRegister, type RecipientEntry, recipientRegister } from "./registers";
import { type SampleSource, sampleSources } from "./sources";
import { type Anchor, anchorOf, day, dayOf, defaultDays, defaultSeed, hour, minute } from "./time";
import { interfaceOf, workloadOf, workloads } from "./workloads";

export interface SampleSetup {
  sources: readonly SampleSource[];
  mappings: { by: "cidr" | "interface"; value: string; service: string; environment: string; team: string; priority: number }[];
  jobWindows: { job: string; cidr: string; startMinute: number; minutes: number; weekdays: number[] }[];
  policies: { version: 1 | 2; yaml: string; note: string; publishedAt: Date; publishedBy: string }[];
  /** By rule id of the newest version; a rule without an entry was never confirmed. */
  confirmations: { ruleId: string; confirmedAt: Date; confirmedBy: string; note: string }[];
  dataRegister: readonly DataEntry[];
  recipientRegister: RecipientEntry[];
  marks: { at: Date; kind: "deploy" | "policy"; label: string; service?: string }[];
  geography: readonly Place[];
}

const ciso = "Nadia Ferrand";
const secondNote = "Fraud score for checkout (SEC-1311)";
const confirmers = ["Jonas Weber", "Ines Duarte", "Tomasz Zielinski", "Amara Diallo"];

/** Everything a newcomer would have to enter by hand; people and teams aside. */
export function sampleSetup(now: Date): SampleSetup {
  const anchor = anchorOf(now);
  return {
    sources: sampleSources,
    mappings: mappings(),
    jobWindows: jobs
      .filter((j) => j.known === "window")
      .map((j) => ({
        job: j.job,
        cidr: `${callerOf(j)}/32`,
        startMinute: startOf(j) - 2,
        minutes: Math.ceil(j.minutes * 1.2) + 4,
        weekdays: [0, 1, 2, 3, 4, 5, 6],
      })),
    policies: [
      {
        version: 1,
        yaml: policyYaml(anchor, 1),
        note: "First policy, from the firewall's rules",
        publishedAt: new Date(anchor.day - 240 * day + 9 * hour),
        publishedBy: ciso,
      },
      {
        version: 2,
        yaml: policyYaml(anchor, 2),
        note: secondNote,
        publishedAt: new Date(secondVersionAt(anchor)),
        publishedBy: ciso,
      },
    ],
    confirmations: confirmations(anchor),
    dataRegister,
    recipientRegister: recipientRegister(anchor),
    marks: marks(anchor),
    geography: sampleGeography(),
  };
}

const startOf = (job: (typeof jobs)[number]): number => job.starts(1, { int: () => 0 } as never)[0] as number;

function mappings(): SampleSetup["mappings"] {
  const cidrs = workloads.map((w) => ({
    by: "cidr" as const,
    value: w.cidr,
    service: w.of.service,
    environment: w.environment,
    team: w.of.team,
    priority: 1000,
  }));
  const reporting = workloadOf("reporting");
  // Interfaces that belong to one service alone name it better than their network does.
  const interfaces = reporting.clients.map((client) => ({
    by: "interface" as const,
    value: interfaceOf(client),
    service: "reporting",
    environment: "production",
    team: reporting.of.team,
    priority: 900,
  }));
  return [...cidrs, ...interfaces];
}

function confirmations(anchor: Anchor): SampleSetup["confirmations"] {
  const rules = parsePolicy(policyYaml(anchor, 2)).policy?.rules ?? [];
  return rules.flatMap(({ id }) => {
    const age = id in confirmationAges ? confirmationAges[id] : 20 + (hash32(id) % 40);
    if (age == null) return [];
    const confirmedAt = new Date(anchor.day - age * day + (9 + (hash32(id) % 8)) * hour + (hash32(id) % 60) * minute);
    return [{ ruleId: id, confirmedAt, confirmedBy: confirmers[hash32(id) % confirmers.length] as string, note: "Still needed" }];
  });
}

function marks(anchor: Anchor): SampleSetup["marks"] {
  const deploy = (at: number, service: string, version: string) => ({
    at: new Date(at),
    kind: "deploy" as const,
    label: `${service} ${version}`,
    service,
  });
  return [
    deploy(anchor.day - 27 * day + 10 * hour, "checkout", "2026.41"),
    deploy(anchor.day - 20 * day + 14 * hour, "billing", "5.7"),
    deploy(anchor.day - 13 * day + 9 * hour, "checkout", "2026.44"),
    { at: new Date(secondVersionAt(anchor)), kind: "policy", label: `Policy 2: ${secondNote}` },
    deploy(anchor.day - 8 * day + 15 * hour, "identity", "3.1"),
    deploy(deployAt(anchor), "catalogue", "4.12.0"),
    deploy(rollbackAt(anchor), "catalogue", "4.11.3 (rolled back)"),
  ];
}

/** Runs whose start, end and exit code were registered; those that ended in (since, now]. */
export function registeredRuns(now: Date, made: Date = now, since?: Date, seed = defaultSeed): JobRun[] {
  const anchor = anchorOf(made, defaultDays, seed);
  const first = since ? dayOf(since.getTime()) - day : anchor.day - (anchor.days - 1) * day;
  const runs: JobRun[] = [];
  for (let d = first; d <= now.getTime(); d += day) runs.push(...runsOf(anchor, d).filter((r) => r.registered));
  return runs.filter((r) => r.end <= now.getTime() && (!since || r.end > since.getTime()));
}
