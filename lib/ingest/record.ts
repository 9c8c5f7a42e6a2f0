import type { ConnectionRow } from "../db/connection";
import type { Dimensions } from "../db/dimension";
import { hashId } from "../db/hash";
import type { RollUp } from "../db/roll-up";
import { certificateSupports } from "../enrich/name-proof";
import type { Action, Caller, Connection, Direction } from "../model/connection";
import { maskUrl, pathTemplate, splitUrl } from "../model/path-template";
import type { Facts, Judgement, TrafficKey } from "./judge";
import { type Masker, maskSecrets } from "./mask";

/** One connection of a batch on its way to the table. */
export interface Found {
  connection: Connection;
  /** Milliseconds since the epoch: start, else logged, else received. */
  time: number;
  line: number;
  part: number;
  direction: Direction;
}

export const weakVersions = new Set(["ssl2", "ssl3", "1.0", "1.1"]);

export function factsOf(f: Found, sourceId: number, engine: boolean): Facts {
  const c = f.connection;
  const host = c.dstHost ?? (c.kind === "query" ? c.dns?.question : undefined);
  return {
    sourceId,
    time: f.time,
    kind: c.kind,
    direction: f.direction,
    srcIp: c.srcIp,
    caller: c.caller,
    host: host?.slice(0, 253),
    hostOrigin: host === undefined ? "none" : (c.dstHostOrigin ?? "log"),
    dstIp: c.dstIp,
    port: c.dstPort,
    protocol: c.protocol?.slice(0, 32),
    application: c.application?.slice(0, 32),
    certificateMatches: certificateSupports(host, c.tls?.subjectAltNames, c.tls?.validation),
    action: actionOf(c, engine),
    answered: c.answered,
    twin: c.twin === true,
    job: c.job?.slice(0, 200),
    run: c.run?.slice(0, 200),
  };
}

const actionOf = (c: Connection, engine: boolean): Action => c.action ?? (engine ? "unknown" : "none");

/** The rows that a new combination needs. */
export function addKeyRows(d: Dimensions, k: TrafficKey, sample: boolean): void {
  const w = k.workload;
  d.add("workload", w.id, [w.id, w.service, w.environment, w.team, JSON.stringify(w.tags), w.provisional, w.sample]);
  if (k.job) d.add("job", k.job.jobId, [k.job.jobId, k.job.job, sample]);
  d.add("trafficKey", `${w.id} ${k.id}`, [
    w.id,
    k.id,
    k.sourceId,
    k.kind,
    k.direction,
    k.host,
    k.hostOrigin,
    k.domain,
    k.ip,
    k.port,
    k.protocol,
    k.application,
    k.proof,
    k.country,
    k.operatorCountry,
    k.asn,
    k.job?.jobId,
  ]);
}

/** Turns judged connections into rows, dimensions and roll-ups of one batch; nothing unmasked passes here. */
export class Recorder {
  readonly #endpoints = new Map<string, string>();
  readonly #agents = new Map<string, string>();
  readonly #callers = new WeakMap<Caller, string>();
  readonly #templates = new Map<string, string>();

  constructor(
    private readonly about: {
      importId: number;
      unmasked: boolean;
      engine: boolean;
      masker: Masker;
      dimensions: Dimensions;
      rollUp: RollUp;
    },
  ) {}

  row(f: Found, j: Judgement): ConnectionRow {
    const c = f.connection;
    const { masker, unmasked, importId } = this.about;
    const runId = j.run?.runId;
    const row: ConnectionRow = {
      workloadId: j.key.workload.id,
      time: f.time,
      importId,
      line: f.line,
      part: f.part,
      trafficKeyId: j.key.id,
      policyVersion: j.policyVersion,
      rule: j.rule,
      verdict: j.verdict,
      action: actionOf(c, this.about.engine),
      outcome: j.outcome,
      srcIp: c.srcIp,
      srcPort: c.srcPort,
      srcNatIp: c.srcNatIp,
      dstIp: c.dstIp,
      durationMs: c.durationMs === undefined ? undefined : Math.round(c.durationMs),
      endpointId: this.#endpoint(c, j, runId !== undefined),
      tlsId: c.tls && this.#tls(c.tls),
      callerId: this.#caller(c),
      agentId: c.userAgent === undefined ? undefined : this.#agent(c.userAgent),
      runId,
      status: c.status,
      attempt: c.attempt,
      bytesOut: c.bytesOut,
      bytesIn: c.bytesIn,
      packetsOut: c.packetsOut,
      packetsIn: c.packetsIn,
      count: c.count ?? 1,
      twin: c.twin === true,
      answered: c.answered,
      srcUser: c.srcUser === undefined ? undefined : unmasked ? c.srcUser : masker.pseudonym("user", c.srcUser),
      url: c.url !== undefined && (unmasked || c.url.includes("?")) ? (unmasked ? c.url : maskUrl(c.url)).slice(0, 4096) : undefined,
      sessionId: c.sessionId?.slice(0, 64),
      traceId: c.traceId?.slice(0, 64),
      engineRule: c.engineRule?.slice(0, 200),
      detail: this.#detail(c),
    };
    if (!row.twin)
      this.about.rollUp.add({
        workloadId: row.workloadId,
        time: row.time,
        trafficKeyId: row.trafficKeyId,
        policyVersion: row.policyVersion,
        rule: row.rule,
        verdict: row.verdict,
        action: row.action,
        outcome: row.outcome,
        kind: c.kind,
        count: row.count,
        bytesOut: row.bytesOut ?? 0,
        bytesIn: row.bytesIn ?? 0,
        packetsOut: row.packetsOut ?? 0,
        packetsIn: row.packetsIn ?? 0,
        status: row.status ?? 0,
        attempt: row.attempt ?? 0,
        unanswered: row.answered === false,
        weakTls: c.tls?.version !== undefined && weakVersions.has(c.tls.version),
        durationMs: row.durationMs ?? 0,
        runId,
        endpointId: row.endpointId,
      });
    return row;
  }

  #endpoint(c: Connection, j: Judgement, inRun: boolean): string | undefined {
    if (c.method === undefined && c.url === undefined && !inRun) return undefined;
    const host = j.key.host ?? c.dstIp;
    const path = c.url === undefined || c.method === "CONNECT" ? undefined : this.#template(c.url);
    const text = `${c.method ?? ""} ${host ?? ""} ${c.dstPort ?? ""} ${path ?? ""}`;
    let id = this.#endpoints.get(text);
    if (id === undefined) {
      const method = c.method?.slice(0, 32);
      id = hashId("endpoint", method, host, c.dstPort, path);
      this.#endpoints.set(text, id);
      this.about.dimensions.add("endpoint", id, [id, method, host, c.dstPort, path]);
    }
    return id;
  }

  #template(url: string): string | undefined {
    let found = this.#templates.get(url);
    if (found === undefined) {
      const rest = url.startsWith("/") ? url : (splitUrl(url)?.rest ?? "");
      found = pathTemplate(rest).slice(0, 1024);
      if (this.#templates.size >= 50_000) this.#templates.clear();
      this.#templates.set(url, found);
    }
    return found;
  }

  #agent(agent: string): string {
    let id = this.#agents.get(agent);
    if (id === undefined) {
      const value = maskSecrets(agent.slice(0, 512), (mail) => this.about.masker.pseudonym("user", mail));
      id = hashId("agent", value);
      this.#agents.set(agent, id);
      this.about.dimensions.add("agent", id, [id, value]);
    }
    return id;
  }

  #tls(t: NonNullable<Connection["tls"]>): string {
    const names = (t.subjectAltNames ?? []).slice(0, 50);
    const time = (ms: number | undefined): string | undefined =>
      ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 4e12 ? undefined : new Date(ms).toISOString();
    const values = [
      t.version,
      t.cipher,
      t.sni,
      t.alpn,
      t.ja3,
      t.ja3s,
      t.ja4,
      t.subject,
      t.issuer,
      names,
      time(t.notBefore),
      time(t.notAfter),
      t.sha256,
      t.validation,
      t.established,
      t.error,
    ];
    const id = hashId("tls", ...values.map((v) => (Array.isArray(v) ? JSON.stringify(v) : v)));
    this.about.dimensions.add("tls", id, [id, ...values]);
    return id;
  }

  #caller(c: Connection): string | undefined {
    const a = c.caller;
    if (c.srcHost !== undefined || c.process !== undefined) return this.#makeCaller(c);
    if (!a) return undefined;
    // Formats hand out one object for each caller of a file.
    let id = this.#callers.get(a);
    if (id === undefined) {
      id = this.#makeCaller(c);
      this.#callers.set(a, id);
    }
    return id;
  }

  #makeCaller(c: Connection): string {
    const a = c.caller;
    const hostName = c.srcHost === undefined ? undefined : this.about.unmasked ? c.srcHost : this.about.masker.pseudonym("host", c.srcHost);
    const tags = JSON.stringify(Object.fromEntries(Object.entries(a?.tags ?? {}).slice(0, 50)));
    const values = [a?.service, a?.environment, a?.team, a?.interfaceId, a?.instanceId, a?.accountId, hostName, c.process, tags];
    const id = hashId("caller", ...values);
    this.about.dimensions.add("caller", id, [id, ...values]);
    return id;
  }

  /** Rare fields under fixed names; anything a log invents stays in the line. */
  #detail(c: Connection): string | undefined {
    const dns = c.dns && { type: c.dns.type, code: c.dns.responseCode, answers: c.dns.answers?.slice(0, 20) };
    if (
      !dns &&
      c.engineReason === undefined &&
      c.engineRuleId === undefined &&
      c.srcNatPort === undefined &&
      c.dstNatIp === undefined &&
      c.communityId === undefined
    )
      return undefined;
    return JSON.stringify({
      dns,
      engineReason: c.engineReason?.slice(0, 500),
      engineRuleId: c.engineRuleId?.slice(0, 200),
      srcNatPort: c.srcNatPort,
      dstNatIp: c.dstNatIp,
      dstNatPort: c.dstNatPort,
      communityId: c.communityId?.slice(0, 64),
    }).replaceAll("\\u0000", "");
  }
}
