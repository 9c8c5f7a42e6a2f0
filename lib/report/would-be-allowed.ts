import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { findPolicyInForce } from "../db/policy";
import { findNamedWorkload } from "../db/workload";
import { canonicalAddress } from "../model/address";
import { canonicalHost } from "../model/host";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { compilePolicy, type Decider } from "../policy/decide";
import type { Explanation } from "../policy/explain";

const word = z.string().trim().max(255, "is at most 255 characters").optional();
const shape = z.strictObject({
  service: word,
  environment: word,
  /** A host name or an address. */
  destination: z.string().trim().min(1, "is needed: a host name or an address").max(255, "is at most 255 characters"),
  port: z.int("is a number from 0 to 65535").min(0, "is a number from 0 to 65535").max(65_535, "is a number from 0 to 65535").optional(),
  protocol: word,
});

export interface WouldBe extends Explanation {
  version: number;
  /** What was taken for granted, since the question does not say it. */
  assumed: string[];
}

// A version never changes; the one in force is asked for all the time.
let compiled: { yaml: string; decider: Decider } | undefined;

/** What the policy in force would make of a connection now. @throws {Problem} not-found before the first publish */
export async function wouldBeAllowed(db: Db, actor: Actor, input: unknown): Promise<WouldBe> {
  guard(actor, "policy:read");
  const { service, environment, destination, port, protocol } = parse(shape, input);
  const ip = canonicalAddress(destination);
  const host = ip === undefined ? canonicalHost(destination) : undefined;
  if (ip === undefined && host === undefined)
    throw new Problem("invalid", "destination: write a host name such as api.partner.example, or an address.", { field: "destination" });
  const force = await findPolicyInForce(db);
  if (!force) throw new Problem("not-found", "No policy has been published yet.");
  if (compiled?.yaml !== force.row.yaml) compiled = { yaml: force.row.yaml, decider: compilePolicy(force.policy) };
  const workload = service ? await findNamedWorkload(db, service, environment || undefined) : undefined;
  const explanation = compiled.decider.explain({
    service: service || undefined,
    environment: environment || workload?.environment || undefined,
    team: workload?.team ?? undefined,
    tags: workload?.tags,
    dstHost: host,
    dstIp: ip,
    dstPort: port,
    protocol: protocol || undefined,
    // The question is about a name that is what it says; a doubtful one is a finding of its own.
    proof: host === undefined ? "unknown" : "proven",
    at: Date.now(),
  });
  const assumed = [
    ...(host !== undefined && force.policy.rules.some((r) => r.proof) ? ["the name is proven"] : []),
    ...(workload?.team && force.policy.rules.some((r) => r.from.team) ? [`${service} is of team ${workload.team}`] : []),
    ...(!environment && workload?.environment ? [`it runs in ${workload.environment}`] : []),
  ];
  return { ...explanation, version: force.row.version, assumed };
}
