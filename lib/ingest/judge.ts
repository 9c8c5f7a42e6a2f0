import { hashId } from "../db/hash";
import type { Geography } from "../enrich/country";
import { type NameAnswer, type ProvenName, proveName } from "../enrich/name-proof";
import { registrableDomain } from "../enrich/registrable-domain";
import type { FoundRun, RunFinder } from "../enrich/run";
import type { Attributor, Workload } from "../enrich/workload";
import {
  type Action,
  type Caller,
  type Direction,
  directions,
  type HostOrigin,
  hostOrigins,
  type ObservationKind,
  observationKinds,
} from "../model/connection";
import { knownCountry } from "../model/country";
import { detached } from "../model/detached";
import { partHash } from "../model/part-hash";
import { type NameProof, nameProofs, type Outcome, outcomeOf, type Verdict } from "../model/verdict";
import type { PolicyTimeline } from "./policy-timeline";

/** What a record itself says, as far as attribution, name and verdict go by it. Both ingest and a later re-judgement begin here. */
export interface Facts {
  sourceId: number;
  /** Milliseconds since the epoch. */
  time: number;
  kind: ObservationKind;
  direction: Direction;
  srcIp?: string;
  caller?: Caller;
  /** The name in the log; a name joined from DNS is no fact. */
  host?: string;
  hostOrigin: HostOrigin;
  dstIp?: string;
  port?: number;
  protocol?: string;
  application?: string;
  certificateMatches?: boolean;
  action: Action;
  answered?: boolean;
  twin: boolean;
  job?: string;
  run?: string;
}

/** A combination that traffic is counted by, as its table holds it. */
export interface TrafficKey {
  id: string;
  workload: Workload;
  sourceId: number;
  kind: ObservationKind;
  direction: Direction;
  host?: string;
  hostOrigin: HostOrigin;
  domain?: string;
  ip?: string;
  port?: number;
  protocol?: string;
  application?: string;
  proof: NameProof;
  country?: string;
  operatorCountry?: string;
  asn?: number;
  job?: FoundRun;
}

export interface Judgement {
  key: TrafficKey;
  run: FoundRun | undefined;
  policyVersion: number;
  rule: number;
  verdict: Verdict;
  outcome: Outcome;
}

/** An address without a name is not denied while DNS logs may still be on their way (domain: late knowledge). */
export const NAME_PATIENCE_MS = 2 * 3_600_000;
const DAY = 86_400_000;

const numbered = <T extends string>(names: readonly T[]): Record<T, number> =>
  Object.fromEntries(names.map((n, i) => [n, i])) as Record<T, number>;
const unjudged: Pick<Decided, "policyVersion" | "rule" | "verdict"> = { policyVersion: 0, rule: -1, verdict: "unjudged" };
const kinds = numbered(observationKinds);
const ways = numbered(directions);
const origins = numbered(hostOrigins);
const proofs = numbered(nameProofs);

interface Decided {
  policyVersion: number;
  /** UTC day: report rules end by whole days. */
  day: number;
  patient: boolean;
  rule: number;
  verdict: Verdict;
}

interface KeyEntry {
  key: TrafficKey;
  /** The record's address and name, "" for none. */
  address: string;
  host: string;
  /** What is the same for a whole log, as one number. */
  code: number;
  decided?: Decided;
  next: KeyEntry | undefined;
  /** The last judgement given: what comes next is nearly always the same. */
  last?: Judgement & { action: Action; answered: boolean | undefined };
}

/** Slots for what was asked last; a power of two. */
const RECENT = 8192;
/** Combinations that are remembered, twice: where each line brings a new one, none comes again. */
const REMEMBERED = 15_000;

/** Combinations by address and name; those of one place hang together. */
type KeysOfWorkload = Map<string, KeyEntry>;
/** Of one place. */
const MOST_OF_PLACE = 64;

const isKeyed = ({ key, code: known }: KeyEntry, f: Facts, code: number, run: FoundRun | undefined): boolean =>
  known === code &&
  key.port === f.port &&
  key.protocol === f.protocol &&
  key.application === f.application &&
  key.job?.jobId === run?.jobId;

/** Ids and addresses differ in their last characters, names in their first. */
const ofEnd = (text: string, seed: number): number => partHash(text, text.length - 6, text.length, seed + text.length);
const ofStart = (text: string, seed: number): number => partHash(text, 0, Math.min(10, text.length), seed + text.length);

/** Workload, name, place and verdict of records; holds what one batch needs, and remembers combinations it has seen. */
export class Judge {
  #keys = new Map<Workload, KeysOfWorkload>();
  #older = new Map<Workload, KeysOfWorkload>();
  // A few comparisons find again what comes again; the maps cost several times as much.
  readonly #recent: (KeyEntry | undefined)[] = new Array(RECENT).fill(undefined);
  #size = 0;

  constructor(
    private readonly about: {
      attributor: Attributor;
      geography: { find(ip: string): Geography };
      policies: PolicyTimeline;
      runs: RunFinder;
      /** Milliseconds since the epoch. */
      now: number;
      /** Called once for every combination that is new to this judge. */
      onKey(key: TrafficKey): void;
    },
  ) {}

  /** The result is shared by records that are judged alike. */
  judge(f: Facts, answers: readonly NameAnswer[]): Judgement {
    const workload = this.about.attributor.find(f.caller, f.srcIp);
    const name =
      f.kind === "query"
        ? { host: f.host, origin: f.hostOrigin, proof: "claimed" as const }
        : proveName({ host: f.host, origin: f.hostOrigin, certificateMatches: f.certificateMatches, time: f.time, answers });
    const found = this.about.runs.find(f.job, f.run, f.srcIp, f.time);
    const entry = this.#entry(f, workload, name, found);
    const run = found && found.runId !== "" ? found : undefined;
    const judged = !f.twin && f.direction === "outbound" && (f.kind === "request" || f.kind === "connection");
    const d = judged ? this.#decide(entry, f.time) : unjudged;
    const last = entry.last;
    if (
      last &&
      last.run === run &&
      last.rule === d.rule &&
      last.policyVersion === d.policyVersion &&
      last.verdict === d.verdict &&
      last.action === f.action &&
      last.answered === f.answered
    )
      return last;
    const outcome = judged ? outcomeOf(d.verdict, f.action, f.answered) : "not-left";
    const { policyVersion, rule, verdict } = d;
    entry.last = { key: entry.key, run, policyVersion, rule, verdict, outcome, action: f.action, answered: f.answered };
    return entry.last;
  }

  #entry(f: Facts, workload: Workload, name: ProvenName, run: FoundRun | undefined): KeyEntry {
    const code = (((f.sourceId * 8 + kinds[f.kind]) * 8 + ways[f.direction]) * 8 + origins[name.origin]) * 8 + proofs[name.proof];
    const address = f.dstIp ?? "";
    const host = name.host ?? "";
    const slot = (ofEnd(address, ofStart(host, ofEnd(workload.id, f.port ?? 0))) ^ code) & (RECENT - 1);
    const recent = this.#recent[slot];
    if (
      recent !== undefined &&
      recent.key.workload === workload &&
      recent.address === address &&
      recent.host === host &&
      isKeyed(recent, f, code, run)
    )
      return recent;
    const entry = this.#known(f, workload, name, run, code);
    this.#recent[slot] = entry;
    return entry;
  }

  /** As `#entry`, of what did not come just now. */
  #known(f: Facts, workload: Workload, name: ProvenName, run: FoundRun | undefined, code: number): KeyEntry {
    const address = f.dstIp ?? "";
    const host = name.host ?? "";
    const place = `${address} ${host}`;
    const entries = this.#entriesAt(workload, place);
    let length = 0;
    let last: KeyEntry | undefined;
    for (let e = entries; e; e = e.next) {
      if (isKeyed(e, f, code, run)) return e;
      if (++length === MOST_OF_PLACE - 1) last = e;
    }
    const key = this.#makeKey(f, workload, name, run);
    // Ports that are scanned make many combinations of one host and address: the newest are looked at first, and not all are kept.
    const entry: KeyEntry = { key, address: detached(address), host: detached(host), code, next: entries };
    if (last) last.next = undefined;
    if (length < MOST_OF_PLACE) this.#size++;
    this.#keys.get(workload)!.set(place, entry);
    this.about.onKey(entry.key);
    return entry;
  }

  /** What is known at a place. What came since the last turn is kept beyond the next: what comes again and again stays. */
  #entriesAt(workload: Workload, place: string): KeyEntry | undefined {
    if (this.#size >= REMEMBERED) {
      this.#older = this.#keys;
      this.#keys = new Map();
      this.#size = 0;
    }
    let keys = this.#keys.get(workload);
    if (!keys) {
      keys = new Map();
      this.#keys.set(workload, keys);
    }
    const entries = keys.get(place);
    if (entries) return entries;
    const older = this.#older.get(workload)?.get(place);
    for (let e = older; e; e = e.next) this.#size++;
    if (older) keys.set(place, older);
    return older;
  }

  #makeKey(f: Facts, workload: Workload, name: ProvenName, job: FoundRun | undefined): TrafficKey {
    const place: Geography =
      f.dstIp === undefined || f.direction === "internal" || f.kind === "query" ? {} : this.about.geography.find(f.dstIp);
    // Many addresses behind one host are one key; the address counts where it is all there is, or where a rule speaks of it.
    const ip =
      f.kind === "query"
        ? undefined
        : name.host === undefined || (f.dstIp !== undefined && this.about.policies.namesAddress(f.dstIp))
          ? f.dstIp
          : undefined;
    const key: Omit<TrafficKey, "id"> = {
      workload,
      sourceId: f.sourceId,
      kind: f.kind,
      direction: f.direction,
      host: name.host === undefined ? undefined : detached(name.host),
      hostOrigin: name.origin,
      domain: name.host === undefined ? undefined : registrableDomain(name.host),
      ip: ip === undefined ? undefined : detached(ip),
      port: f.port,
      protocol: f.protocol === undefined ? undefined : detached(f.protocol),
      application: f.application === undefined ? undefined : detached(f.application),
      proof: name.proof,
      country: place.country,
      operatorCountry: place.operatorCountry,
      asn: place.asn,
      job,
    };
    const id = hashId(
      workload.id,
      key.sourceId,
      key.kind,
      key.direction,
      key.host,
      key.hostOrigin,
      key.ip,
      key.port,
      key.protocol,
      key.application,
      key.proof,
      key.country,
      key.operatorCountry,
      key.asn,
      job?.jobId,
    );
    return { id, ...key };
  }

  #decide(entry: KeyEntry, time: number): Decided {
    const version = this.about.policies.at(time);
    const day = Math.floor(time / DAY);
    const k = entry.key;
    const patient = k.host === undefined && this.about.now - time < NAME_PATIENCE_MS;
    const known = entry.decided;
    if (known && known.policyVersion === (version?.version ?? 0) && known.day === day && known.patient === patient) return known;
    let decided: Decided;
    if (!version) decided = { policyVersion: 0, day, patient, rule: -1, verdict: "unknown" };
    else {
      const { verdict, rule } = version.decider.decide({
        service: k.workload.provisional ? undefined : k.workload.service,
        environment: k.workload.environment,
        team: k.workload.team,
        tags: k.workload.tags,
        dstHost: k.host,
        dstIp: k.ip,
        dstPort: k.port,
        protocol: k.protocol,
        asn: k.asn,
        country: knownCountry(k.country, k.operatorCountry),
        proof: k.proof,
        at: time,
        mayResolve: patient,
      });
      decided = { policyVersion: version.version, day, patient, rule, verdict };
    }
    entry.decided = decided;
    return decided;
  }
}
