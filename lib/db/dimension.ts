import type pg from "pg";

type Value = string | number | boolean | null | undefined | string[];

interface Dimension {
  table: string;
  columns: readonly (readonly [name: string, type: string])[];
  /** The key that a row already there is known by. */
  key: string;
}

const dimensions = {
  workload: {
    table: "workload",
    key: "id",
    columns: [
      ["id", "int8"],
      ["service", "text"],
      ["environment", "text"],
      ["team", "text"],
      ["tags", "jsonb"],
      ["provisional", "bool"],
      ["sample", "bool"],
    ],
  },
  trafficKey: {
    table: "traffic_key",
    key: "workload_id, id",
    columns: [
      ["workload_id", "int8"],
      ["id", "int8"],
      ["source_id", "int4"],
      ["kind", "observation_kind"],
      ["direction", "direction"],
      ["host", "text"],
      ["host_origin", "host_origin"],
      ["domain", "text"],
      ["ip", "inet"],
      ["port", "int4"],
      ["protocol", "text"],
      ["application", "text"],
      ["proof", "name_proof"],
      ["country", "text"],
      ["operator_country", "text"],
      ["asn", "int8"],
      ["job_id", "int8"],
    ],
  },
  endpoint: {
    table: "endpoint",
    key: "id",
    columns: [
      ["id", "int8"],
      ["method", "text"],
      ["host", "text"],
      ["port", "int4"],
      ["path", "text"],
    ],
  },
  tls: {
    table: "tls_profile",
    key: "id",
    columns: [
      ["id", "int8"],
      ["version", "text"],
      ["cipher", "text"],
      ["sni", "text"],
      ["alpn", "text"],
      ["ja3", "text"],
      ["ja3s", "text"],
      ["ja4", "text"],
      ["subject", "text"],
      ["issuer", "text"],
      ["names", "jsonb"],
      ["not_before", "timestamptz"],
      ["not_after", "timestamptz"],
      ["sha256", "text"],
      ["validation", "text"],
      ["established", "bool"],
      ["error", "text"],
    ],
  },
  caller: {
    table: "caller",
    key: "id",
    columns: [
      ["id", "int8"],
      ["service", "text"],
      ["environment", "text"],
      ["team", "text"],
      ["interface_id", "text"],
      ["instance_id", "text"],
      ["account_id", "text"],
      ["host_name", "text"],
      ["process", "text"],
      ["tags", "jsonb"],
    ],
  },
  agent: {
    table: "user_agent",
    key: "id",
    columns: [
      ["id", "int8"],
      ["value", "text"],
    ],
  },
  job: {
    table: "job",
    key: "id",
    columns: [
      ["id", "int8"],
      ["name", "text"],
      ["sample", "bool"],
    ],
  },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof dimensions;
const SLICE = 4000;

/** Rows of the small tables that a batch names, written once each in the batch's transaction. */
export class Dimensions {
  readonly #rows = new Map<DimensionName, Map<string, readonly Value[]>>();

  /** Rows that wait to be written. */
  get size(): number {
    let size = 0;
    for (const rows of this.#rows.values()) size += rows.size;
    return size;
  }

  /** Values in the order of the table's columns above. */
  add(name: DimensionName, id: string, values: readonly Value[]): void {
    let rows = this.#rows.get(name);
    if (!rows) {
      rows = new Map();
      this.#rows.set(name, rows);
    }
    if (!rows.has(id)) rows.set(id, values);
  }

  async write(client: pg.ClientBase): Promise<void> {
    for (const [name, rows] of this.#rows) {
      const d: Dimension = dimensions[name];
      // In one order everywhere: two batches that bring the same new rows must not wait for each other in a circle.
      const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, values]) => values);
      for (let i = 0; i < sorted.length; i += SLICE) {
        const slice = sorted.slice(i, i + SLICE);
        const select = d.columns.map(([c, t]) =>
          c === "names" ? `array(select jsonb_array_elements_text(${c}))` : t === "jsonb" ? `coalesce(${c}, '{}'::jsonb)` : c,
        );
        await client.query(
          `insert into ${d.table} (${d.columns.map(([c]) => c).join(", ")})
           select ${select.join(", ")} from unnest(${d.columns.map(([, t], n) => `$${n + 1}::${t}[]`).join(", ")}) as given (${d.columns.map(([c]) => c).join(", ")})
           on conflict (${d.key}) do nothing`,
          d.columns.map((_, n) => slice.map((row) => clean(row[n]))),
        );
      }
    }
    this.#rows.clear();
  }
}

function clean(value: Value): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return JSON.stringify(value.map((v) => v.replaceAll("\0", "").toWellFormed()));
  // Over 2.7 KB no B-tree entry is possible, and no name or agent that long says more.
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD").toWellFormed().slice(0, 2000) : value;
}
