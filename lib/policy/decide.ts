import type { Policy } from "../model/policy";
import { type Explanation, explain } from "./explain";
import { type Bucket, Lookup } from "./lookup";
import { NO, OPEN, RuleTest, YES } from "./match";
import { type DecideSubject, type Facts, factsOf } from "./subject";
import { type PolicyVerdict, verdictOf } from "./verdict-of";

export type { DecideSubject } from "./subject";

export interface Decision {
  verdict: PolicyVerdict;
  /** Position in policy.rules; -1 where no rule decided. */
  rule: number;
}

export interface Decider {
  readonly policy: Policy;
  decide(subject: DecideSubject): Decision;
  /** The same decision in words, with the rules that came nearest. */
  explain(subject: DecideSubject): Explanation;
  /** Whether some rule names this address: then it has to be kept beside a host name to judge again later. */
  namesAddress(ip: string): boolean;
}

export function compilePolicy(policy: Policy): Decider {
  return new IndexedDecider(policy);
}

class IndexedDecider implements Decider {
  readonly #tests: readonly RuleTest[];
  readonly #verdicts: readonly PolicyVerdict[];
  readonly #lookup: Lookup;
  readonly #ruleAt: Int32Array;
  // State of one decision; fields rather than closures, which cost more than the tests themselves.
  #facts!: Facts;
  #best = 0;
  #verdict: PolicyVerdict = "denied";
  #open = -1;

  constructor(readonly policy: Policy) {
    this.#tests = policy.rules.map((r) => new RuleTest(r));
    this.#verdicts = policy.rules.map(verdictOf);
    this.#lookup = new Lookup(policy.rules);
    this.#ruleAt = Int32Array.from(this.#lookup.order, (e) => e.rule);
  }

  decide(subject: DecideSubject): Decision {
    return this.#decide(factsOf(subject));
  }

  explain(subject: DecideSubject): Explanation {
    const facts = factsOf(subject);
    const decision = this.#decide(facts);
    return explain(this.policy, this.#tests, this.#lookup, facts, { ...decision, open: this.#open < 0 ? undefined : this.#open });
  }

  namesAddress(ip: string): boolean {
    return this.#lookup.namesAddress(ip);
  }

  #decide(facts: Facts): Decision {
    this.#facts = facts;
    this.#best = this.#ruleAt.length;
    this.#lookup.visit(facts, this.#settle);
    const rule = this.#best < this.#ruleAt.length ? this.#ruleAt[this.#best]! : -1;
    this.#verdict = rule >= 0 ? this.#verdicts[rule]! : this.policy.unlisted === "report" ? "reported" : "denied";
    return this.#couldDiffer() ? { verdict: "unknown", rule: -1 } : { verdict: this.#verdict, rule };
  }

  /** First pass: the first entry that certainly matches. */
  readonly #settle = (bucket: Bucket, known: number): void => {
    this.#first(bucket.named(this.#facts.service), known);
    this.#first(bucket.rest, known);
  };

  #first(positions: readonly number[], known: number): void {
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i]!;
      if (position >= this.#best) return;
      if (this.#tests[this.#ruleAt[position]!]!.test(this.#facts, known) === YES) {
        this.#best = position;
        return;
      }
    }
  }

  /** Second pass, only where something is not known: an entry before it that might match and says otherwise. */
  #couldDiffer(): boolean {
    const f = this.#facts;
    this.#open = -1;
    if (f.host === undefined) this.#doubt(this.#lookup.hosts, 0, NO);
    if (f.ip === undefined) this.#doubt(this.#lookup.addresses, 0, NO);
    if (f.asn === undefined) this.#doubt(this.#lookup.asns, 0, NO);
    if (f.country === undefined) this.#doubt(this.#lookup.regions, 0, NO);
    if (this.#open < 0 && this.#lacksField(f)) this.#lookup.visit(f, this.#doubtOpen);
    return this.#open >= 0;
  }

  #lacksField(f: Facts): boolean {
    return (
      f.service === undefined ||
      f.environment === undefined ||
      f.team === undefined ||
      f.tags === undefined ||
      f.port === undefined ||
      f.protocol === undefined ||
      f.ip === undefined ||
      f.asn === undefined ||
      f.country === undefined ||
      f.proof === undefined ||
      f.at === undefined
    );
  }

  readonly #doubtOpen = (bucket: Bucket, known: number): void => this.#doubt(bucket, known, YES);

  /** @param above the truth that an entry must differ from and exceed to be in doubt: NO where its destination itself is open. */
  #doubt(bucket: Bucket, known: number, above: typeof NO | typeof YES): void {
    if (this.#open >= 0 || bucket.all.length === 0) return;
    if (this.#facts.service === undefined) this.#anyOpen(bucket.all, known, above);
    else {
      this.#anyOpen(bucket.named(this.#facts.service), known, above);
      this.#anyOpen(bucket.rest, known, above);
    }
  }

  #anyOpen(positions: readonly number[], known: number, above: typeof NO | typeof YES): void {
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i]!;
      if (this.#open >= 0 || position >= this.#best) return;
      const rule = this.#ruleAt[position]!;
      if (this.#verdicts[rule] === this.#verdict) continue;
      const truth = this.#tests[rule]!.test(this.#facts, known);
      if (truth === OPEN || (truth === YES && above === NO)) {
        this.#open = position;
        return;
      }
    }
  }
}
