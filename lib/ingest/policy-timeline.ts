import type { Db } from "../db/client";
import { compilePolicy, type Decider } from "../policy/decide";
import { readPublished } from "../policy/parse";

interface Version {
  version: number;
  /** Milliseconds since the epoch; the first holds from the beginning of time. */
  from: number;
  decider: Decider;
}

/** The policy versions in order: a record is judged by the one in force at its time. */
export class PolicyTimeline {
  readonly #versions: readonly Version[];

  constructor(versions: readonly { version: number; publishedAt: Date; yaml: string }[]) {
    this.#versions = [...versions]
      .sort((a, b) => a.version - b.version)
      .flatMap((v, i) => {
        const policy = readPublished(v.yaml);
        // A published version was parsed when it was published; one that no longer is decides nothing rather than something else.
        return policy
          ? [{ version: v.version, from: i === 0 ? Number.NEGATIVE_INFINITY : v.publishedAt.getTime(), decider: compilePolicy(policy) }]
          : [];
      });
  }

  at(time: number): Version | undefined {
    for (let i = this.#versions.length - 1; i >= 0; i--) if (this.#versions[i]!.from <= time) return this.#versions[i];
    return undefined;
  }

  /** Whether a rule of any version names addresses that hold this one: then the roll-up keeps the address beside the host. */
  namesAddress(ip: string): boolean {
    return this.#versions.some((v) => v.decider.namesAddress(ip));
  }
}

const process_ = globalThis as typeof globalThis & { waybillPolicies?: WeakMap<Db, { newest: number; timeline: PolicyTimeline }> };

/** Compiled once per published version and process. */
export async function policyTimeline(db: Db): Promise<PolicyTimeline> {
  process_.waybillPolicies ??= new WeakMap();
  const cached = process_.waybillPolicies.get(db);
  const newest = (await db.prisma.policyVersion.aggregate({ _max: { version: true } }))._max.version ?? 0;
  if (cached?.newest === newest) return cached.timeline;
  const timeline = new PolicyTimeline(await db.prisma.policyVersion.findMany({ select: { version: true, publishedAt: true, yaml: true } }));
  process_.waybillPolicies.set(db, { newest, timeline });
  return timeline;
}
