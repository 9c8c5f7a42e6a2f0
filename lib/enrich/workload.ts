import { hashId } from "../db/hash";
import { CidrTable, parseCidr } from "../model/address";
import type { Caller } from "../model/connection";
import { detached } from "../model/detached";
import { partHash } from "../model/part-hash";

/** Who spoke: what a policy's `from` and every figure of a person's own estate goes by. */
export interface Workload {
  id: string;
  service: string;
  environment?: string;
  team?: string;
  tags: Readonly<Record<string, string>>;
  /** Named after its address, since neither log nor mapping says more. */
  provisional: boolean;
  sample: boolean;
}

export const mappingKinds = ["cidr", "interface", "instance", "account", "service", "tag"] as const;
export type MappingKind = (typeof mappingKinds)[number];

export interface WorkloadMapping {
  by: MappingKind;
  /** A CIDR, an id, a name the log uses for the service, or key=value. */
  value: string;
  service: string;
  environment?: string | null;
  team?: string | null;
  /** Lower first. */
  priority: number;
}

/** Between equal priorities, what says more about one workload goes first. */
const specificity: Record<MappingKind, number> = { tag: 0, service: 1, instance: 2, interface: 3, cidr: 4, account: 5 };

export interface SourceTags {
  service?: string;
  environment?: string;
  team?: string;
  [tag: string]: string | undefined;
}

/** A power of two. */
const SLOTS = 1024;

/** Addresses of one network differ in their last characters. */
const slotOf = (ip = ""): number => partHash(ip, ip.length - 6, ip.length, ip.length) & (SLOTS - 1);

/** Finds the workloads of one source; holds the mappings of one moment. */
export class Attributor {
  readonly #source: SourceTags;
  readonly #sample: boolean;
  readonly #byId = new Map<string, WorkloadMapping>();
  readonly #tags: { key: string; value: string; mapping: WorkloadMapping }[] = [];
  readonly #cidr: CidrTable<WorkloadMapping>;
  /** By what the log says of the caller, then by address. */
  readonly #known = new Map<string, Map<string, Workload>>();
  readonly #made = new Map<string, Workload>();
  #size = 0;
  readonly #recent: ({ caller: Caller | undefined; srcIp: string | undefined; workload: Workload } | undefined)[] = new Array(SLOTS).fill(
    undefined,
  );
  readonly #callerKeys = new WeakMap<Caller, string>();

  constructor(mappings: readonly WorkloadMapping[], source: SourceTags, sample: boolean) {
    this.#source = source;
    this.#sample = sample;
    // A CIDR of better priority must win over a longer one of worse: only equals are told apart by length.
    const cidrs: { cidr: NonNullable<ReturnType<typeof parseCidr>>; value: WorkloadMapping }[] = [];
    for (const m of [...mappings].sort((a, b) => a.priority - b.priority)) {
      if (m.by === "cidr") {
        const cidr = parseCidr(m.value);
        if (!cidr) continue;
        const covered = cidrs.some(
          (c) => c.value.priority < m.priority && c.cidr.family === cidr.family && c.cidr.first <= cidr.first && cidr.last <= c.cidr.last,
        );
        if (!covered) cidrs.push({ cidr, value: m });
      } else if (m.by === "tag") {
        const eq = m.value.indexOf("=");
        if (eq > 0) this.#tags.push({ key: m.value.slice(0, eq), value: m.value.slice(eq + 1), mapping: m });
      } else if (!this.#byId.has(`${m.by} ${m.value}`)) this.#byId.set(`${m.by} ${m.value}`, m);
    }
    this.#cidr = new CidrTable(cidrs);
  }

  find(caller: Caller | undefined, srcIp: string | undefined): Workload {
    // A few comparisons find again what comes again; the maps cost several times as much.
    const slot = slotOf(srcIp);
    const recent = this.#recent[slot];
    if (recent !== undefined && recent.caller === caller && recent.srcIp === srcIp) return recent.workload;
    const workload = this.#look(caller, srcIp);
    this.#recent[slot] = { caller, srcIp: srcIp === undefined ? undefined : detached(srcIp), workload };
    return workload;
  }

  #look(caller: Caller | undefined, srcIp: string | undefined): Workload {
    const about = caller === undefined ? "" : this.#callerKey(caller);
    let known = this.#known.get(about);
    if (!known) {
      known = new Map();
      this.#known.set(about, known);
    }
    const address = srcIp ?? "";
    let found = known.get(address);
    if (!found) {
      if (++this.#size > 100_000) {
        this.#known.clear();
        this.#made.clear();
        known = new Map();
        this.#known.set(about, known);
        this.#size = 1;
      }
      const ip = srcIp === undefined ? undefined : detached(srcIp);
      found = this.#make(caller, ip);
      known.set(ip ?? "", found);
    }
    return found;
  }

  /** Formats hand out one object for each caller of a file: its text is made once. */
  #callerKey(c: Caller): string {
    let key = this.#callerKeys.get(c);
    if (key === undefined) {
      key = `${c.service ?? ""} ${c.environment ?? ""} ${c.team ?? ""} ${c.instanceId ?? ""} ${c.interfaceId ?? ""} ${c.accountId ?? ""} ${c.tags ? JSON.stringify(c.tags) : ""}`;
      this.#callerKeys.set(c, key);
    }
    return key;
  }

  #make(caller: Caller | undefined, srcIp: string | undefined): Workload {
    const { service: sourceService, environment: sourceEnvironment, team: sourceTeam, ...rest } = this.#source;
    const tags: Record<string, string> = {};
    for (const [k, v] of Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))) if (v !== undefined) tags[k] = v;
    const mapping = this.#mapping(caller, srcIp);
    const service = mapping?.service ?? caller?.service ?? sourceService;
    const environment = mapping?.environment ?? caller?.environment ?? sourceEnvironment;
    const team = mapping?.team ?? caller?.team ?? sourceTeam;
    const provisional = service === undefined;
    const name = service ?? srcIp ?? caller?.interfaceId ?? "no caller";
    const id = hashId("workload", name, environment, team, JSON.stringify(tags), provisional, this.#sample);
    // One object for each workload, however many addresses it has: what is known of it is known by the object.
    const known = this.#made.get(id);
    if (known) return known;
    const made: Workload = {
      id,
      service: name,
      environment,
      team,
      tags,
      provisional,
      sample: this.#sample,
    };
    this.#made.set(id, made);
    return made;
  }

  #mapping(caller: Caller | undefined, srcIp: string | undefined): WorkloadMapping | undefined {
    let best: WorkloadMapping | undefined;
    const offer = (m: WorkloadMapping | undefined): void => {
      if (m && (!best || m.priority < best.priority || (m.priority === best.priority && specificity[m.by] < specificity[best.by])))
        best = m;
    };
    if (caller) {
      if (caller.tags) for (const t of this.#tags) if (caller.tags[t.key] === t.value) offer(t.mapping);
      if (caller.service !== undefined) offer(this.#byId.get(`service ${caller.service}`));
      if (caller.instanceId !== undefined) offer(this.#byId.get(`instance ${caller.instanceId}`));
      if (caller.interfaceId !== undefined) offer(this.#byId.get(`interface ${caller.interfaceId}`));
      if (caller.accountId !== undefined) offer(this.#byId.get(`account ${caller.accountId}`));
    }
    if (srcIp !== undefined) offer(this.#cidr.find(srcIp));
    return best;
  }
}
