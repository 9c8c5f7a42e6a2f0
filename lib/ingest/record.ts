import type { ConnectionRow } from "../db/connection";
import type { Dimensions } from "../db/dimension";
import { hashId } from "../db/hash";
import type { RollUp } from "../db/roll-up";
import { certificateSupports } from "../enrich/name-proof";
import type { Action, Caller, Connection, Direction } from "../model/connection";
import { detached } from "../model/detached";
import { partHash } from "../model/part-hash";
import type { RestingUrl } from "../model/path-template";
import { maskSecrets } from "../model/secrets";
import type { Facts, Judgement, TrafficKey } from "./judge";
import type { Masker } from "./mask";

/** One connection of a batch on its way to the table. */
export interface Found {
  connection: Connection;
  /** Milliseconds since the epoch: start, else logged, else received. */
  time: number;
  line: number;
  part: number;
  direction: Direction;
  /** The connection's URL as it may rest. */
  url: RestingUrl | undefined;
}

export const weakVersions = new Set(["ssl2", "ssl3", "1.0", "1.1"]);

export const emptyFacts = (): Facts => ({
  ...{ sourceId: 0, time: 0, kind: "connection", direction: "unknown", srcIp: undefined, caller: undefined, host: undefined },
  ...{ hostOrigin: "none", dstIp: undefined, port: undefined, protocol: undefined, application: undefined },
  ...{ certificateMatches: undefined, action: "none", answered: undefined, twin: false, job: undefined, run: undefined },
});

/** @param into is filled anew, for whoever needs one at a time. */
export function factsOf(f: Found, sourceId: number, engine: boolean, into = emptyFacts()): Facts {
  const c = f.connection;
  const host = c.dstHost ?? (c.kind === "query" ? c.dns?.question : undefined);
  into.sourceId = sourceId;
  into.time = f.time;
  into.kind = c.kind;
  into.direction = f.direction;
  into.srcIp = c.srcIp;
  into.caller = c.caller;
  into.host = host?.slice(0, 253);
  into.hostOrigin = host === undefined ? "none" : (c.dstHostOrigin ?? "log");
  into.dstIp = c.dstIp;
  into.port = c.dstPort;
  into.protocol = c.protocol?.slice(0, 32);
  into.application = c.application?.slice(0, 32);
  into.certificateMatches = c.tls === undefined ? false : certificateSupports(host, c.tls.subjectAltNames, c.tls.validation);
  into.action = actionOf(c, engine);
  into.answered = c.answered;
  into.twin = c.twin === true;
  into.job = c.job?.slice(0, 200);
  into.run = c.run?.slice(0, 200);
  return into;
}

const actionOf = (c: Connection, engine: boolean): Action => c.action ?? (engine ? "unknown" : "none");

const emptyRow = (importId: number): ConnectionRow & { kind: string; weakTls: boolean } => ({
  ...{ workloadId: "", time: 0, importId, line: 0, part: 0, trafficKeyId: "", policyVersion: 0, rule: -1 },
  ...{ verdict: "unjudged", action: "none", outcome: "not-left", count: 1, twin: false, kind: "connection", weakTls: false },
});

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

/** A power of two. */
const RECENT = 2048;
/** Endpoints and agents that are remembered: where every line brings a new one, none comes again. */
const REMEMBERED = 10_000;

const ofStart = (text: string, most: number, seed: number): number => partHash(text, 0, Math.min(most, text.length), seed + text.length);

/** Turns judged connections into rows, dimensions and roll-ups of one batch; nothing passes here unmasked that its source does not keep. */
export class Recorder {
  /** By host, then by path: few methods and ports remain. */
  readonly #endpoints = new Map<string, Map<string, { method: string | undefined; port: number | undefined; id: string }[]>>();
  #remembered = 0;
  // A few comparisons find again what comes again; the maps cost several times as much.
  readonly #recent: ({ method: string | undefined; host: string; port: number | undefined; path: string; id: string } | undefined)[] =
    new Array(RECENT).fill(undefined);
  readonly #agents = new Map<string, string>();
  readonly #callers = new WeakMap<Caller, string>();
  readonly #row: ConnectionRow & { kind: string; weakTls: boolean };

  constructor(
    private readonly about: {
      importId: number;
      engine: boolean;
      masker: Masker;
      dimensions: Dimensions;
      rollUp: RollUp;
    },
  ) {
    this.#row = emptyRow(about.importId);
  }

  /** @returns one object, filled anew for every record. */
  row(f: Found, j: Judgement): ConnectionRow {
    const c = f.connection;
    const { masker } = this.about;
    const row = this.#row;
    row.workloadId = j.key.workload.id;
    row.time = f.time;
    row.line = f.line;
    row.part = f.part;
    row.trafficKeyId = j.key.id;
    row.policyVersion = j.policyVersion;
    row.rule = j.rule;
    row.verdict = j.verdict;
    row.action = actionOf(c, this.about.engine);
    row.outcome = j.outcome;
    row.srcIp = c.srcIp;
    row.srcPort = c.srcPort;
    row.srcNatIp = c.srcNatIp;
    row.dstIp = c.dstIp;
    row.durationMs = c.durationMs === undefined ? undefined : Math.round(c.durationMs);
    row.endpointId = this.#endpoint(f, j);
    row.tlsId = c.tls && this.#tls(c.tls);
    row.callerId = this.#caller(c);
    row.agentId = c.userAgent === undefined ? undefined : this.#agent(c.userAgent);
    row.runId = j.run?.runId;
    row.status = c.status;
    row.attempt = c.attempt;
    row.bytesOut = c.bytesOut;
    row.bytesIn = c.bytesIn;
    row.packetsOut = c.packetsOut;
    row.packetsIn = c.packetsIn;
    row.count = c.count ?? 1;
    row.twin = c.twin === true;
    row.answered = c.answered;
    row.srcUser = c.srcUser === undefined ? undefined : masker.person("user", c.srcUser);
    row.url = this.#url(c, f.url);
    row.sessionId = c.sessionId?.slice(0, 64);
    row.traceId = c.traceId?.slice(0, 64);
    row.engineRule = c.engineRule?.slice(0, 200);
    row.detail = this.#detail(c);
    row.kind = c.kind;
    row.weakTls = c.tls?.version !== undefined && weakVersions.has(c.tls.version);
    if (!row.twin) this.about.rollUp.add(row);
    return row;
  }

  /** A URL without a query says no more than its endpoint. */
  #url(c: Connection, resting: RestingUrl | undefined): string | undefined {
    const { url } = c;
    if (url === undefined) return undefined;
    if (this.about.masker.keeps.keepQueries) return this.about.masker.line(url, [c], [resting]).slice(0, 4096);
    return resting !== undefined && url.includes("?") ? resting.text.slice(0, 4096) : undefined;
  }

  #endpoint(f: Found, j: Judgement): string | undefined {
    const c = f.connection;
    const { method, dstPort: port } = c;
    if (method === undefined && c.url === undefined && j.run === undefined) return undefined;
    const host = j.key.host ?? c.dstIp ?? "";
    const path = f.url === undefined || method === "CONNECT" ? "" : f.url.path;
    const slot = (ofStart(path, 24, ofStart(host, 10, port ?? 0)) + (method?.length ?? 0)) & (RECENT - 1);
    const recent = this.#recent[slot];
    if (recent && recent.port === port && recent.method === method && recent.host === host && recent.path === path) return recent.id;
    const id = this.#endpointId(method, host, port, path);
    this.#recent[slot] = { method: method && detached(method), host: detached(host), port, path: detached(path), id };
    return id;
  }

  #endpointId(method: string | undefined, host: string, port: number | undefined, path: string): string {
    let byHost = this.#endpoints.get(host);
    if (!byHost) {
      byHost = new Map();
      this.#endpoints.set(detached(host), byHost);
    }
    let known = byHost.get(path);
    if (!known) {
      known = [];
      byHost.set(detached(path), known);
    }
    for (let i = 0; i < known.length; i++) if (known[i]!.method === method && known[i]!.port === port) return known[i]!.id;
    const parts = [method?.slice(0, 32), host || undefined, port, path.slice(0, 1024) || undefined] as const;
    const id = hashId("endpoint", ...parts);
    this.about.dimensions.add("endpoint", id, [id, ...parts]);
    if (known.length < 64) known.push({ method: method && detached(method), port, id });
    if (++this.#remembered >= REMEMBERED) {
      this.#remembered = 0;
      this.#endpoints.clear();
    }
    return id;
  }

  #agent(agent: string): string {
    let id = this.#agents.get(agent);
    if (id === undefined) {
      const value = maskSecrets(agent.slice(0, 512), (mail) => this.about.masker.pseudonym("user", mail));
      id = hashId("agent", value);
      if (this.#agents.size >= REMEMBERED) this.#agents.clear();
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
    const hostName = c.srcHost === undefined ? undefined : this.about.masker.person("host", c.srcHost);
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
