import type { Tx } from "./journal";

export interface RemovedSample {
  sources: number;
  connections: number;
}

/**
 * Takes the sample estate out of every table. What people made themselves stays; so do the sample's policy versions as
 * soon as a version of one's own was published on top of them, since they are then that policy's history.
 */
export async function deleteSample(tx: Tx): Promise<RemovedSample> {
  const run = (statement: string): Promise<number> => tx.$executeRawUnsafe(statement);
  const workloads = "(select id from workload where sample)";
  // Locked first: a batch that is being received for one of them is in, or finds its source gone.
  await tx.$queryRaw`select id from source where sample order by id for update`;
  const connections = await run(`delete from connection where workload_id in ${workloads}`);
  await run(`delete from traffic_hour where workload_id in ${workloads}`);
  await run(`delete from run_endpoint where workload_id in ${workloads}`);
  await run(`delete from traffic_key where workload_id in ${workloads}`);
  await run("delete from dns_answer where source_id in (select id from source where sample)");
  await run("delete from job_window where created_by = 'sample' or job in (select name from job where sample)");
  for (const table of ["run", "job", "workload", "workload_mapping", "finding", "data_register", "recipient_register", "mark"])
    await run(`delete from ${table} where sample`);
  await run("delete from policy_version where sample and not exists (select from policy_version where not sample)");
  await run("delete from rule_confirmation c where not exists (select from policy_rule r where r.rule_id = c.rule_id)");
  await run("delete from setting where key = 'sample.geography'");
  await run("delete from raw_block where import_id in (select id from import where source_id in (select id from source where sample))");
  // Imports, rejected lines and cursors go with it.
  const sources = await run("delete from source where sample");
  return { sources, connections };
}
