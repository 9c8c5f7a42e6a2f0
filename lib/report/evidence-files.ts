import type { Db } from "../db/client";
import { listFindingsOf, streamHours, streamJournal } from "../db/evidence";
import { streamReceipts } from "../db/import-balance";
import { pseudonym } from "../db/keys";
import { findConfirmations, getPolicyVersion, listPolicyVersions, type PolicyHead } from "../db/policy";
import type { Scope } from "../model/scope";
import { readPublished } from "../policy/parse";
import { matchesOf } from "../policy/words";
import { localTime } from "./export-csv";
import type { Question } from "./view";

export type Cell = string | number | boolean | null | undefined;

/** One CSV file of an evidence pack: rows come in pages, as they are read. */
export interface EvidenceFile {
  name: string;
  /** What a row is. */
  about: string;
  columns: readonly string[];
  rows: () => AsyncIterable<readonly (readonly Cell[])[]>;
}

/** Names of people leave as keyed pseudonyms: the same person is the same word, and only this installation can tell who. */
export const personWord = (name: string | null | undefined): string | undefined => (name ? pseudonym("person", name) : undefined);

/** Versions of the policy that held during the period; the first holds from the beginning. */
export async function listVersionsOf(db: Db, period: Question["period"]): Promise<PolicyHead[]> {
  const until = (await listPolicyVersions(db)).filter((v) => v.publishedAt.getTime() < period.to);
  return until.filter((_, i) => i === 0 || until[i - 1]!.publishedAt.getTime() > period.from).reverse();
}

/** The files of a pack, in the order they are written. Times are UTC; where another zone is asked for, that clock stands beside. */
export function evidenceFiles(db: Db, scope: Scope, q: Question, about: { zone: string; journal: boolean }): EvidenceFile[] {
  const { zone } = about;
  const timed = (name: string): string[] => (zone === "UTC" ? [name] : [name, `${name} ${zone}`]);
  const at = (time: Date | null | undefined): Cell[] => {
    const cells = [time?.toISOString(), time && localTime(time.getTime(), zone)];
    return zone === "UTC" ? cells.slice(0, 1) : cells;
  };
  return [
    {
      name: "connections-by-hour.csv",
      about: "activities of an hour by workload, destination and outcome; one kind of observation per workload",
      columns: [
        ...timed("hour"),
        ..."service,environment,team,destination,port,protocol,outcome,verdict,action,policy_version,rule,counted_kind,count,bytes_out,bytes_in,sample".split(
          ",",
        ),
      ],
      async *rows() {
        for await (const page of streamHours(db, scope, q))
          yield page.map((h) => [
            ...at(h.hour),
            h.service,
            h.environment,
            h.team,
            h.destination,
            h.port,
            h.protocol,
            h.outcome,
            h.verdict,
            h.action,
            h.policyVersion,
            h.rule,
            h.kind,
            h.count,
            h.bytesOut,
            h.bytesIn,
            h.sample,
          ]);
      },
    },
    {
      name: "findings.csv",
      about: "findings whose evidence touches the period, as they stand now",
      columns: [
        "id",
        "rule",
        "severity",
        "status",
        ...timed("first_seen"),
        ...timed("last_seen"),
        ..."service,environment,team,subject,title,summary,evidence,assignee,status_by".split(","),
        ...timed("status_at"),
        "status_reason",
        ...timed("accepted_until"),
        "sample",
      ],
      async *rows() {
        yield (await listFindingsOf(db, scope, q.period)).map((f) => [
          f.id,
          f.rule,
          f.severity,
          f.status,
          ...at(f.firstSeen),
          ...at(f.lastSeen),
          f.service,
          f.environment,
          f.team,
          f.subject,
          f.title,
          f.summary,
          f.evidence,
          personWord(f.assignee),
          personWord(f.statusBy),
          ...at(f.statusAt),
          f.statusReason,
          ...at(f.acceptedUntil),
          f.sample,
        ]);
      },
    },
    {
      name: "policy-rules.csv",
      about: "rules of every version that held in the period, with the last confirmation of what each matches",
      columns: [
        "version",
        ...timed("published_at"),
        ..."published_by,rule,effect,mode,owner,reason,ticket,matches,until,review_days".split(","),
        ...timed("confirmed_at"),
        "confirmed_by",
        "sample",
      ],
      async *rows() {
        for (const head of await listVersionsOf(db, q.period)) {
          const policy = readPublished((await getPolicyVersion(db, head.version)).yaml);
          const confirmations = await findConfirmations(db, policy?.rules ?? []);
          yield (policy?.rules ?? []).map((rule) => {
            const confirmed = confirmations.get(rule.id)?.last;
            return [
              head.version,
              ...at(head.publishedAt),
              personWord(head.publishedBy),
              rule.id,
              rule.effect,
              rule.mode,
              rule.owner,
              rule.reason,
              rule.ticket,
              matchesOf(rule, Number.POSITIVE_INFINITY),
              rule.until,
              rule.review,
              ...at(confirmed?.at),
              personWord(confirmed?.by),
              head.sample,
            ];
          });
        }
      },
    },
    {
      name: "imports.csv",
      about:
        "receipts of what was received in the period: lines = used + duplicates + skipped + rejected; replay_of is the import whose rejected lines were read after all",
      columns: [
        "import",
        "source",
        "format",
        ...timed("received_at"),
        ..."sha256,bytes,lines,used,duplicates,skipped,rejected,connections,balanced".split(","),
        ...timed("first_record"),
        ...timed("last_record"),
        "replay_of",
      ],
      async *rows() {
        for await (const page of streamReceipts(db, q.period))
          yield page.map((i) => [
            i.id,
            i.source,
            i.format,
            ...at(i.receivedAt),
            i.sha256,
            i.bytes,
            i.lines,
            i.used,
            i.duplicates,
            i.skipped,
            i.rejected,
            i.connections,
            i.lines === i.used + i.duplicates + i.skipped + i.rejected,
            ...at(i.firstTime),
            ...at(i.lastTime),
            i.replayOf,
          ]);
      },
    },
    ...(about.journal ? [journalFile(db, q, timed, at)] : []),
  ];
}

function journalFile(db: Db, q: Question, timed: (name: string) => string[], at: (time: Date) => Cell[]): EvidenceFile {
  return {
    name: "journal.csv",
    about: "what people changed, exported or looked into in the period",
    columns: ["entry", ...timed("at"), "actor", "role", "action", "subject", "before", "after"],
    async *rows() {
      for await (const page of streamJournal(db, q.period))
        yield page.map((e) => [
          Number(e.id),
          ...at(e.at),
          personWord(e.actorName),
          e.actorRole,
          e.action,
          withoutPeople(e.subject),
          e.before === null ? undefined : withoutPeople(JSON.stringify(e.before, maskNames)),
          e.after === null ? undefined : withoutPeople(JSON.stringify(e.after, maskNames)),
        ]);
    },
  };
}

const nameKeys = new Set(["name", "email", "assignee", "actor", "by", "confirmedBy", "publishedBy", "createdBy", "exportedBy"]);

const maskNames = (key: string, value: unknown): unknown => (typeof value === "string" && nameKeys.has(key) ? personWord(value) : value);

/** Addresses of mail wherever else they stand. */
const withoutPeople = (text: string): string =>
  text.replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, (address) => personWord(address) ?? "");
