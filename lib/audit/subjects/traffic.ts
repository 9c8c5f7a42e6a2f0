import { countTlsKnown, listDataClasses, listRegisteredCountries, listTraffic } from "../../db/audit-subjects/traffic";
import { type AuditedWorkload, listAuditedWorkloads } from "../../db/audit-subjects/workloads";
import type { Db } from "../../db/client";
import { knownCountry } from "../../model/country";
import { type GeoBound, geoBounds } from "../../policy/geo";
import { readPublished } from "../../policy/parse";
import { Recipients } from "../../policy/recipients";
import { type Assembler, slices, workloadsAtOnce } from "./period";

/** Like records of each pair in the period. */
export const assembleTraffic: Assembler = async function* (db, period) {
  const since = new Date(period.since);
  const until = new Date(period.until);
  const bind = await readBounds(db, until);
  const register = new Recipients(await listRegisteredCountries(db));
  const workloads = await listAuditedWorkloads(db, since, until);
  for (const { slice, done } of slices(workloads, workloadsAtOnce)) {
    const ids = slice.map((w) => w.id);
    const byId = new Map(slice.map((w) => [w.id, { ...w, ...bind(w) }]));
    const [rows, tls] = await Promise.all([listTraffic(db, ids, since, until), countTlsKnown(db, ids, since, until)]);
    yield {
      kind: "traffic",
      done,
      subjects: rows.map(({ workloadId, keyId, ip, ...row }) => {
        const w = byId.get(workloadId)!;
        const country = knownCountry(row.country, row.operatorCountry);
        return {
          ...row,
          service: w.service,
          environment: w.environment ?? undefined,
          team: w.team ?? undefined,
          sample: w.sample,
          destination: (row.host ?? ip)!,
          host: row.host ?? undefined,
          port: row.port ?? undefined,
          protocol: row.protocol ?? undefined,
          application: row.application ?? undefined,
          country,
          operatorCountry: row.operatorCountry ?? undefined,
          // What is seen outweighs what somebody once wrote down; where nothing can be seen the register speaks.
          countries: country ? [country] : register.find(row.host)?.countries,
          rule: row.rule ?? undefined,
          ruleKind: row.ruleKind ?? undefined,
          tlsKnown: tls.get(`${workloadId} ${keyId}`),
          classes: w.classes,
          geo: w.geo,
        };
      }),
    };
  }
};

/** What binds each workload under the policy in force at a time; no geo rules where there is no policy. */
async function readBounds(db: Db, at: Date): Promise<(w: AuditedWorkload) => { classes?: string[]; geo: GeoBound[] }> {
  const version = await findPolicyYaml(db, at);
  const geo = version === undefined ? [] : (readPublished(version)?.geo ?? []);
  const registered = await listDataClasses(db);
  return (w) => {
    const entries = registered.filter((r) => r.service === w.service && (r.environment === "" || r.environment === w.environment));
    const classes = entries.length > 0 ? [...new Set(entries.flatMap((r) => r.classes))] : undefined;
    const known = w.provisional ? {} : { service: w.service };
    return { classes, geo: geoBounds(geo, { ...known, environment: w.environment ?? undefined, team: w.team ?? undefined, classes }) };
  };
}

/** The first version holds from the beginning of time. */
async function findPolicyYaml(db: Db, at: Date): Promise<string | undefined> {
  const versions = await db.prisma.policyVersion.findMany({ orderBy: { version: "asc" }, select: { publishedAt: true, yaml: true } });
  return (versions.findLast((v) => v.publishedAt <= at) ?? versions[0])?.yaml;
}
