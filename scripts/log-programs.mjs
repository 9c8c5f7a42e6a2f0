// Programs that send logs, for the tests that send with real ones: rsyslog, syslog-ng, Squid; and what makes their certificates.
// Tests skip what is not here.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { environment, say, stateDir } from "./steps.mjs";

/** Where Debian's rsyslog is unpacked: it cannot be installed beside syslog-ng. */
const unpacked = path.join(stateDir, "rsyslog");
const packages = {
  rsyslogd: ["rsyslog", "rsyslog-openssl", "libestr0", "libfastjson4"],
  "syslog-ng": ["syslog-ng-core"],
  squid: ["squid"],
  openssl: ["openssl"],
};

/**
 * The program with what it needs to be started.
 * @returns {{ command: string, args: string[], env: Record<string, string> } | undefined}
 */
export function findLogProgram(name) {
  const folders = ["/usr/sbin", "/usr/local/sbin", ...(process.env.PATH ?? "").split(path.delimiter)];
  const command = folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
  if (command && (name !== "rsyslogd" || hasTls())) return { command, args: [], env: {} };
  const own = path.join(unpacked, "usr/sbin", name);
  if (!fs.existsSync(own)) return undefined;
  const libraries = librariesOf(unpacked);
  return { command: own, args: ["-M", path.join(libraries, "rsyslog")], env: { LD_LIBRARY_PATH: libraries } };
}

const librariesOf = (root) =>
  path.join(root, "usr/lib", fs.readdirSync(path.join(root, "usr/lib")).find((folder) => folder.includes("-linux-")) ?? "");

/** Whether the machine's own rsyslog has its driver for TLS, a package by itself. */
const hasTls = () => fs.existsSync(path.join(librariesOf("/"), "rsyslog/lmnsd_ossl.so"));

/** Debian's packages, when root; what cannot be had is said, and its tests are skipped. */
export function installLogPrograms() {
  const missing = Object.keys(packages).filter((name) => !findLogProgram(name));
  if (missing.length === 0 || process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get")) return;
  say(`installing ${missing.join(", ")} …`);
  const env = environment({ DEBIAN_FRONTEND: "noninteractive" });
  const run = (command, args, cwd) => spawnSync(command, args, { cwd, env, stdio: "ignore", timeout: 300_000 }).status === 0;
  run("apt-get", ["update", "-q"]);
  for (const name of missing) {
    if (name !== "rsyslogd") run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages[name]]);
    else {
      fs.mkdirSync(unpacked, { recursive: true });
      if (run("apt-get", ["download", "-q", ...packages[name]], unpacked))
        for (const file of fs.readdirSync(unpacked).filter((f) => f.endsWith(".deb"))) run("dpkg", ["-x", file, "."], unpacked);
    }
    if (!findLogProgram(name)) say(`${name} could not be installed; what needs it is skipped`);
  }
}
