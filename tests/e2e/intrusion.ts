import pg from "pg";
import { accountOf } from "./account";

/** What somebody without the grant would try: input that is right, and how to see that it had an effect. */
export interface Intrusion {
  args: unknown[];
  /** Counts what must not be there. */
  effect: string;
  values: unknown[];
}

export class Intrusions {
  private constructor(
    private readonly client: pg.Client,
    private readonly byAction: Record<string, Intrusion>,
  ) {}

  static async open(): Promise<Intrusions> {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const one = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows[0];
    const victim: string = (await one("select id from person where email = $1", [accountOf("legal").email])).id;
    const source: { id: number; token_hash: string | null } = await one("select id, token_hash from source order by id limit 1");
    const mapping: { id: number } = await one("select id from workload_mapping order by id limit 1");
    return new Intrusions(client, {
      "(console)/people/actions#invite": {
        args: [{ email: "intruder@ops.example", name: "Intruder", role: "admin", teams: ["*"] }],
        effect: "select from person where email = 'intruder@ops.example'",
        values: [],
      },
      "(console)/people/actions#editPerson": {
        args: [{ id: victim, role: "admin" }],
        effect: "select from person where id = $1 and role = 'admin'",
        values: [victim],
      },
      "(console)/people/actions#makeResetLink": {
        args: [victim],
        effect: "select from person where id = $1 and password_hash is null",
        values: [victim],
      },
      "(console)/people/actions#endSessions": {
        args: [victim],
        effect: "select from journal where action = 'session.end' and subject = 'person:' || $1 and actor_id <> $1",
        values: [victim],
      },
      "(console)/sources/actions#addSource": {
        args: [{ name: "intruder", format: "auto" }],
        effect: "select from source where name = 'intruder'",
        values: [],
      },
      "(console)/sources/actions#editSource": {
        args: [{ id: source.id, disabled: true }],
        effect: "select from source where id = $1 and disabled_at is not null",
        values: [source.id],
      },
      "(console)/sources/actions#rotateToken": {
        args: [source.id],
        effect: "select from source where id = $1 and token_hash is distinct from $2",
        values: [source.id, source.token_hash],
      },
      "(console)/sources/actions#previewRejected": {
        args: [{ source: source.id }],
        // It changes nothing, whoever asks.
        effect: "select where false",
        values: [],
      },
      "(console)/sources/actions#replayRejected": {
        args: [{ source: source.id, reason: "intruder" }],
        effect: "select from task where kind = 'replay' and input->>'reason' = 'intruder'",
        values: [],
      },
      "(console)/sources/[id]/fields/actions#keepFields": {
        args: [{ id: source.id, fields: '{"name":"intruder","shape":"json","fields":{"dstHost":{"from":"host"}}}' }],
        effect: "select from source where id = $1 and format = 'mapped'",
        values: [source.id],
      },
      "(console)/mapping/actions#saveMappingAction": {
        args: [{ by: "account", value: "intruder", service: "intruder" }],
        effect: "select from workload_mapping where value = 'intruder'",
        values: [],
      },
      "(console)/mapping/actions#removeMapping": {
        args: [mapping.id],
        effect: "select where not exists (select from workload_mapping where id = $1)",
        values: [mapping.id],
      },
      "(console)/settings/actions#saveRetention": {
        args: [{ recordDays: 1, rollupDays: 1 }],
        effect: "select from setting where key = 'retention' and value->>'recordDays' = '1'",
        values: [],
      },
      "(console)/settings/actions#takeSampleAway": {
        args: [],
        effect: "select where not exists (select from source where sample)",
        values: [],
      },
      "(console)/policy/actions#publishPolicyAction": {
        args: [{ yaml: "# intruder\nversion: 1\nunlisted: report\nrules: []\n" }],
        effect: "select from policy_version where yaml like '# intruder%'",
        values: [],
      },
    });
  }

  argsFor(action: string): unknown[] {
    return this.byAction[action]?.args ?? [{}];
  }

  /** Names of the actions that had an effect. */
  async succeeded(): Promise<string[]> {
    const found: string[] = [];
    for (const [action, { effect, values }] of Object.entries(this.byAction))
      if ((await this.client.query(effect, values)).rowCount !== 0) found.push(action);
    return found;
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
