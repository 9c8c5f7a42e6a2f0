#!/usr/bin/env node
// A drop-in `schema-engine` for the Prisma CLI: same JSON-RPC-over-stdio protocol, but backed by
// Prisma's own WebAssembly schema engine (@prisma/schema-engine-wasm) + @prisma/adapter-pg instead of
// the native binary that Prisma downloads from binaries.prisma.sh.
// Use: PRISMA_SCHEMA_ENGINE_BINARY=<this file> prisma migrate deploy|dev|diff|status|reset, db push|pull|execute, generate --sql
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const { version: engineVersion } = JSON.parse(
  fs.readFileSync(require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "package.json"), "utf8"),
);

const argv = process.argv.slice(2);
if (argv.includes("--version")) {
  console.log(`schema-engine-cli ${engineVersion.split(".").pop()}`);
  process.exit(0);
}
const opts = { datamodels: [], datasource: undefined, cmd: [] };
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === "--datamodels" || argv[i] === "-d") opts.datamodels.push(argv[++i]);
  else if (argv[i] === "--datasource") opts.datasource = JSON.parse(argv[++i]);
  else if (argv[i] === "--enabled-preview-features" || argv[i] === "--extension-types") i++;
  else opts.cmd.push(argv[i]);
}
const log = (level, message, extra = {}) =>
  process.stderr.write(
    `${JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      fields: { message, ...extra },
      target: "schema_engine::logger",
    })}\n`,
  );

// ---- database-level commands that the wasm engine does not have -------------------------------------------------
const dbName = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";
const PG_CODES = {
  "3D000": "P1003",
  "28P01": "P1000",
  28000: "P1010",
  ECONNREFUSED: "P1001",
  ENOTFOUND: "P1001",
  ETIMEDOUT: "P1001",
  "42P04": "P1009",
};
async function withClient(url, fn) {
  const c = new pg.Client({ connectionString: stripPrismaParams(url) });
  await c.connect();
  try {
    return await fn(c);
  } finally {
    await c.end();
  }
}
function maintenanceUrl(url) {
  const u = new URL(url);
  u.pathname = "/postgres";
  return u.toString();
}
function stripPrismaParams(url) {
  const u = new URL(url);
  for (const k of ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout", "socket_timeout", "statement_cache_size"])
    u.searchParams.delete(k);
  return u.toString();
}
const createDatabase = (url) =>
  withClient(maintenanceUrl(url), (c) => c.query(`CREATE DATABASE ${c.escapeIdentifier(dbName(url))}`)).then(() => ({
    databaseName: dbName(url),
  }));
const dropDatabase = (url) =>
  withClient(maintenanceUrl(url), (c) => c.query(`DROP DATABASE ${c.escapeIdentifier(dbName(url))} WITH (FORCE)`));

if (opts.cmd[0] === "cli") {
  const url = opts.datasource?.url;
  // the CLI ignores the first stderr line
  process.stderr.write("{}\n");
  try {
    if (opts.cmd[1] === "can-connect-to-database") await withClient(url, (c) => c.query("select 1"));
    else if (opts.cmd[1] === "create-database") await createDatabase(url);
    else if (opts.cmd[1] === "drop-database") {
      await dropDatabase(url);
      log("INFO", "The database was successfully dropped.");
    } else throw new Error(`unknown command ${opts.cmd.join(" ")}`);
    process.exit(0);
  } catch (e) {
    log("ERROR", e.message || e.code, { error_code: PG_CODES[e.code] ?? "P1011" });
    process.exit(1);
  }
}

// ---- JSON-RPC --------------------------------------------------------------------------------------------------
let panic;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(m) {
    panic = `RuntimeError: ${m}`;
  },
  get message() {
    return panic;
  },
};
async function loadWasm() {
  const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const file = require.resolve("@prisma/schema-engine-wasm").replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(file), { "./schema_engine_bg.js": bg });
  bg.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start?.();
  return bg.SchemaEngine;
}
// @prisma/adapter-pg 7.10 is written for the query compiler and has three faults as a migration adapter, mended here:
//  1. it rejects columns of type "char" (OID 18), which the engine reads from pg_class;
//  2. executeScript() splits the script at every ';', which breaks function bodies and string literals;
//  3. connectToShadowDb() keeps connectionString, so the "shadow" is the main database.
async function connect(url, { schema, onDispose } = {}) {
  const pool = new pg.Pool({ connectionString: stripPrismaParams(url), max: 2 });
  const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect();
  const { queryRaw } = Object.getPrototypeOf(adapter);
  adapter.queryRaw = async (q) => {
    const chars = [];
    const self = Object.create(adapter, {
      performIO: {
        value: async (x) => {
          const r = await adapter.performIO(x);
          r.fields.forEach((f, i) => {
            if (f.dataTypeID === 18) {
              chars.push(i);
              f.dataTypeID = 25;
            }
          });
          return r;
        },
      },
    });
    const out = await queryRaw.call(self, q);
    for (const i of chars) out.columnTypes[i] = ColumnTypeEnum.Character;
    return out;
  };
  adapter.executeScript = async (script) => {
    // simple query protocol: several statements in one message run as one implicit transaction, as the native engine does
    try {
      await pool.query(script);
    } catch (e) {
      adapter.onError(e);
    }
  };
  if (onDispose) {
    const d = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await d();
      await onDispose();
    };
  }
  return adapter;
}
function factoryFor(url, schema, shadowUrl) {
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(url, { schema }),
    connectToShadowDb: async () => {
      if (shadowUrl) {
        // a fixed shadow database is not emptied by the wasm engine
        const ns = schema ?? "public";
        await withClient(shadowUrl, (c) => c.query(`DROP SCHEMA IF EXISTS "${ns}" CASCADE; CREATE SCHEMA "${ns}"`));
        return connect(shadowUrl, { schema });
      }
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await withClient(url, (c) => c.query(`CREATE DATABASE "${name}"`));
      const u = new URL(url);
      u.pathname = `/${name}`;
      return connect(u.toString(), {
        schema,
        onDispose: () => withClient(url, (c) => c.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)),
      });
    },
  };
}
const engines = new Map();
async function engineFor(url, shadowUrl) {
  const key = `${url}|${shadowUrl ?? ""}`;
  if (!engines.has(key)) {
    const u = new URL(url || "postgresql://unset@127.0.0.1:1/unset");
    const factory = factoryFor(u.toString(), u.searchParams.get("schema") ?? undefined, shadowUrl);
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const SchemaEngine = await loadWasm();
    const datamodels = opts.datamodels.length ? opts.datamodels.map((f) => [f, fs.readFileSync(f, "utf8")]) : undefined;
    engines.set(key, {
      engine: await SchemaEngine.new({ datamodels }, (m) => process.env.DEBUG && process.stderr.write(`${String(m)}\n`), bound),
      bound,
    });
  }
  return engines.get(key);
}
const urlOf = (p) => (p?.tag === "ConnectionString" || p?.tag === "url" ? p.url : opts.datasource?.url);

async function handle(method, params = {}) {
  if (process.env.SCHEMA_ENGINE_TRACE) fs.appendFileSync(process.env.SCHEMA_ENGINE_TRACE, `${method} ${JSON.stringify(params)}\n`);
  const ds = opts.datasource ?? {};
  switch (method) {
    case "createDatabase":
      return createDatabase(urlOf(params.datasource));
    case "ensureConnectionValidity":
      await withClient(urlOf(params.datasource), (c) => c.query("select 1"));
      return {};
    case "getDatabaseVersion":
      return (await engineFor(urlOf(params.datasource))).engine.version(undefined);
    case "getDatabaseDescription":
      throw new Error("getDatabaseDescription is not supported by the wasm schema engine");
    case "introspectSql":
      return introspectSql(params);
    case "dbExecute": {
      await (await engineFor(urlOf(params.datasourceType))).engine.dbExecute(params);
      return {};
    }
    case "diff": {
      const url = [params.from, params.to].find((t) => t.tag === "url")?.url ?? ds.url;
      const { engine } = await engineFor(url, params.shadowDatabaseUrl ?? ds.shadowDatabaseUrl);
      const { exitCode, stdout } = await engine.diff({ ...params, exitCode: params.exitCode ?? null });
      if (stdout) print(stdout.replace(/\n$/, ""));
      return { exitCode, stdout: null };
    }
    default: {
      const { engine } = await engineFor(ds.url, ds.shadowDatabaseUrl);
      if (typeof engine[method] !== "function") throw new Error(`unknown method ${method}`);
      return (await engine[method](params)) ?? {};
    }
  }
}
// TypedSQL: the wasm engine's own introspectSql recurses without end on PostgreSQL, so ask the server (PostgreSQL >= 16).
const SQL_TYPES = {
  int2: "int",
  int4: "int",
  int8: "bigint",
  float4: "float",
  float8: "double",
  numeric: "decimal",
  bool: "bool",
  text: "string",
  varchar: "string",
  bpchar: "string",
  name: "string",
  citext: "string",
  uuid: "uuid",
  json: "json",
  jsonb: "json",
  bytea: "bytes",
  date: "date",
  time: "time",
  timetz: "time",
  timestamp: "datetime",
  timestamptz: "datetime",
};
const sqlType = (t) => (t.startsWith("_") ? `${SQL_TYPES[t.slice(1)] ?? "unknown"}-array` : (SQL_TYPES[t] ?? "unknown"));
const PARAM = /^--\s*@param\s*(?:\{(\w+)(\[\])?\})?\s*\$(\d+)(?::(\w+)(\?)?)?\s*(.*)$/;
async function introspectSql({ url, queries }) {
  return withClient(url, async (c) => {
    const out = [];
    for (const q of queries) {
      const body = q.source.trim().replace(/;$/, "");
      await c.query(`PREPARE _q AS ${body}`);
      const {
        rows: [d],
      } =
        await c.query(`SELECT ARRAY(SELECT t.typname FROM unnest(parameter_types) WITH ORDINALITY p(o, i) JOIN pg_type t ON t.oid = p.o ORDER BY i)::text[] params,
        cardinality(parameter_types) n FROM pg_prepared_statements WHERE name = '_q'`);
      await c.query("BEGIN READ ONLY");
      let fields = [];
      try {
        fields = (await c.query(`EXECUTE _q${d.n ? `(${Array(d.n).fill("NULL").join(",")})` : ""}`)).fields;
      } finally {
        await c.query("ROLLBACK");
        await c.query("DEALLOCATE _q");
      }
      const { rows: types } = await c.query("SELECT oid, typname FROM pg_type WHERE oid = ANY($1)", [fields.map((f) => f.dataTypeID)]);
      const { rows: nn } = await c.query("SELECT attrelid, attnum FROM pg_attribute WHERE attnotnull AND attrelid = ANY($1)", [
        fields.map((f) => f.tableID).filter(Boolean),
      ]);
      const notes = new Map(
        q.source
          .split("\n")
          .map((l) => PARAM.exec(l.trim()))
          .filter(Boolean)
          .map((m) => [Number(m[3]), m]),
      );
      const doc = q.source
        .split("\n")
        .filter((l) => l.startsWith("--") && !l.includes("@param"))
        .map((l) => l.replace(/^--\s?/, ""))
        .join("\n");
      out.push({
        name: q.name,
        source: q.source,
        documentation: doc || null,
        parameters: d.params.map((t, i) => {
          const m = notes.get(i + 1);
          return {
            name: m?.[4] ?? `_${i}`,
            typ: m?.[1] ? m[1].toLowerCase() + (m[2] ? "-array" : "") : sqlType(t),
            documentation: m?.[6] || null,
            nullable: Boolean(m?.[5]),
          };
        }),
        resultColumns: fields.map((f) => ({
          name: f.name,
          typ: sqlType(types.find((t) => t.oid === f.dataTypeID)?.typname ?? "?"),
          nullable: !nn.some((a) => a.attrelid === f.tableID && a.attnum === f.columnID),
        })),
      });
    }
    return { queries: out };
  });
}
const send = (o) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...o })}\n`);
let printId = 0;
const print = (content) => send({ id: `print-${++printId}`, method: "print", params: { content } });

function errorData(e) {
  let message = e?.message ?? String(e);
  for (const { bound } of engines.values()) {
    // errors thrown in JavaScript are kept by the adapter under a number
    const m = /\bid(?:entifier)?[ :=]*(\d+)/i.exec(message);
    const rec = m && bound.errorRegistry.consumeError(Number(m[1]));
    if (rec) message = rec.error?.message ?? String(rec.error);
  }
  const is_panic = e instanceof WebAssembly.RuntimeError;
  if (is_panic && panic) message = panic;
  return {
    is_panic,
    message,
    error_code: e?.code && /^P\d{4}$/.test(e.code) ? e.code : (PG_CODES[e?.code] ?? undefined),
    meta: e?.meta,
  };
}

let pending = 0,
  closed = false;
const maybeExit = () => {
  if (closed && !pending) process.exit(0);
};
const rl = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
let chain = Promise.resolve();
rl.on("line", (line) => {
  if (!line.trim()) return;
  const req = JSON.parse(line);
  if (!req.method) return; // answer to a print
  pending++;
  chain = chain.then(async () => {
    try {
      send({ id: req.id, result: await handle(req.method, req.params) });
    } catch (e) {
      if (process.env.SCHEMA_ENGINE_TRACE) fs.appendFileSync(process.env.SCHEMA_ENGINE_TRACE, `ERR ${e?.stack} ${JSON.stringify(e)}\n`);
      send({
        id: req.id,
        error: { code: 4466, message: "An error happened. Check the data field for details.", data: errorData(e) },
      });
    } finally {
      pending--;
      maybeExit();
    }
  });
});
rl.on("close", () => {
  closed = true;
  maybeExit();
});
