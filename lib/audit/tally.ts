import type { RuleCount } from "../db/audit-run";
import type { BaselineRow } from "../db/baseline";
import type { Found } from "../db/finding";
import type { SubjectKind, Subjects } from "../model/audit-subject";
import type { Learned } from "./baseline";
import { type AuditRule, type Failure, judge } from "./rule";

/** What one rule comes to over all subjects of a run. */
export class Tally<K extends SubjectKind> {
  readonly count: RuleCount = { pass: 0, fail: 0, unknown: 0, missing: {}, findings: 0 };
  readonly #failures = new Map<string, Failure<Subjects[K]>[]>();
  readonly #learned = new Map<string, Omit<BaselineRow, "until"> & { at: number }>();

  constructor(
    readonly rule: AuditRule<K>,
    readonly parameters: Readonly<Record<string, number>>,
  ) {}

  add(s: Subjects[K]): void {
    if (this.rule.concerns && !this.rule.concerns(s)) return;
    const j = judge(this.rule, s, this.parameters);
    this.count[j.verdict]++;
    if (j.verdict === "unknown") {
      this.count.missing[j.missing] = (this.count.missing[j.missing] ?? 0) + 1;
      return;
    }
    const subject = this.rule.subject(s);
    if (j.learned) this.#remember(subject, s, j.learned);
    if (j.verdict !== "fail") return;
    const failures = this.#failures.get(subject);
    if (failures) failures.push({ subject: s, details: j.details });
    else this.#failures.set(subject, [{ subject: s, details: j.details }]);
  }

  /** The newest window of each bucket knows most. */
  #remember(subject: string, s: Subjects[K], learned: Learned): void {
    const at = "at" in s ? s.at : s.lastSeen;
    const name = "source" in s && "kind" in s ? `${subject} · ${s.source} ${s.kind}` : subject;
    const key = `${name}\0${learned.bucket}`;
    if ((this.#learned.get(key)?.at ?? Number.NEGATIVE_INFINITY) <= at)
      this.#learned.set(key, { rule: this.rule.id, subject: name, ...learned, at });
  }

  baselines(): BaselineRow[] {
    return [...this.#learned.values()].map(({ at, ...row }) => ({ ...row, until: new Date(at) }));
  }

  /** Failures grouped into findings. */
  found(): Found[] {
    this.count.findings = this.#failures.size;
    return [...this.#failures].map(([subject, failures]) => {
      failures.sort((a, b) => a.subject.firstSeen - b.subject.firstSeen);
      const { summary, details, since } = this.rule.tell(failures);
      const { service, environment, team } = failures.at(-1)!.subject;
      return {
        rule: this.rule.id,
        subject,
        title: this.rule.title,
        summary,
        severity: this.rule.severity,
        firstSeen: new Date(Math.min(...failures.map((f) => f.subject.firstSeen), since ?? Number.POSITIVE_INFINITY)),
        lastSeen: new Date(Math.max(...failures.map((f) => f.subject.lastSeen))),
        service,
        environment,
        team,
        details,
        evidence: this.#evidence(failures),
        sample: failures.every((f) => f.subject.sample === true),
      };
    });
  }

  #evidence(failures: readonly Failure<Subjects[K]>[]): string {
    const filters = [...new Set(failures.map((f) => this.rule.evidence(f.subject)))];
    return filters.length === 1 ? filters[0]! : filters.map((f) => `(${f})`).join(" OR ");
  }
}
