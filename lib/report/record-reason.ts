import type { RecordDetail } from "../db/record";
import { knownCountry } from "../model/country";
import type { NameProof, Verdict } from "../model/verdict";
import { compilePolicy, type Decider } from "../policy/decide";
import { parsePolicy } from "../policy/parse";

/** Why a record has its verdict, from the policy version that gave it. */
export interface RecordReason {
  verdict: Verdict;
  text: string;
  nearest: { rule: string; failed: string[]; missing?: string[] }[];
}

// A version never changes, so a compiled one may stay; few are looked at on a day.
const compiled = new Map<number, Decider | undefined>();

function deciderOf({ version, yaml }: { version: number; yaml: string }): Decider | undefined {
  if (!compiled.has(version)) {
    if (compiled.size >= 8) compiled.clear();
    const { policy } = parsePolicy(yaml);
    compiled.set(version, policy && compilePolicy(policy));
  }
  return compiled.get(version);
}

const unjudged: Record<string, string> = {
  query: "A DNS query is no connection: it names addresses and is not judged.",
  handshake: "A handshake on its own is not judged; the connection it belongs to is.",
};

export function reasonOf(record: RecordDetail): RecordReason {
  const { facts } = record;
  const verdict = facts.verdict as Verdict;
  const plain = (text: string): RecordReason => ({ verdict, text, nearest: [] });
  if (verdict === "unjudged") {
    if (facts.twin) return plain("It tells again of an activity that another record tells: kept, not judged, not counted.");
    if (facts.direction !== "outbound") return plain(`Only what leaves is judged; by the internal ranges this is ${facts.direction}.`);
    return plain(unjudged[String(facts.kind)] ?? "It is not judged.");
  }
  const decider = record.policy ? deciderOf(record.policy) : undefined;
  if (!decider) return plain("No policy was in force.");
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
  const explanation = decider.explain({
    service: record.workload.provisional ? undefined : text(facts.service),
    environment: text(facts.environment),
    team: text(facts.team),
    tags: record.workload.tags,
    dstHost: text(facts.host),
    dstIp: text(facts.ip),
    dstPort: number(facts.dport),
    protocol: text(facts.protocol),
    asn: number(facts.asn),
    country: knownCountry(text(facts.country), text(facts.operator)),
    proof: facts.proof as NameProof,
    at: record.time,
    // Undecided while DNS logs could still name it: so was the record when it was judged.
    mayResolve: verdict === "unknown" && facts.host === undefined,
  });
  if (explanation.verdict !== verdict)
    return plain(
      record.rule
        ? `Rule ${record.rule.id} decided it when it came in: ${record.rule.matches}.`
        : "It was judged by what was known when it came in; more is known now.",
    );
  return { verdict, text: explanation.reason, nearest: explanation.nearest };
}
