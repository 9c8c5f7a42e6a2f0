import type { Denied } from "../db/trouble";
import { knownCountry } from "../model/country";
import type { NameProof } from "../model/verdict";
import { compilePolicy, type Decider } from "../policy/decide";
import { readPublished } from "../policy/parse";

// A version never changes, so a compiled one may stay.
const compiled = new Map<number, { yaml: string; decider: Decider }>();

export function deciderOf(version: number, yaml: string): Decider | undefined {
  const known = compiled.get(version);
  if (known?.yaml === yaml) return known.decider;
  const policy = readPublished(yaml);
  if (!policy) return undefined;
  if (compiled.size >= 8) compiled.clear();
  const decider = compilePolicy(policy);
  compiled.set(version, { yaml, decider });
  return decider;
}

/** Why, in a sentence: the rule that denies it, or what the nearest rule lacks. */
export function deniedReason(denied: Denied, decider: Decider | undefined): string {
  if (denied.outcome === "false-reject")
    return `The engine stopped it although ${denied.rule ? `rule ${denied.rule} allows` : "the policy allows"} it.`;
  if (!decider) return denied.rule ? `Rule ${denied.rule} denies it.` : "No rule allows it.";
  const { verdict, reason } = decider.explain({
    service: denied.provisional ? undefined : denied.service,
    environment: denied.environment ?? undefined,
    team: denied.team ?? undefined,
    dstHost: denied.host ?? undefined,
    dstIp: denied.ip ?? undefined,
    dstPort: denied.port ?? undefined,
    protocol: denied.protocol ?? undefined,
    asn: denied.asn ?? undefined,
    country: knownCountry(denied.country, denied.operatorCountry),
    proof: denied.proof as NameProof,
    at: denied.lastSeen.getTime(),
  });
  if (verdict === "denied") return reason;
  return denied.rule ? `Rule ${denied.rule} decided it.` : "No rule allowed it then.";
}
