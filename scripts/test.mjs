// npm test: the one test command. Installs what is missing, runs every stage, ends with "N passed, N failed".
//   npm test -- unit lint        only these stages
import fs from "node:fs";
import path from "node:path";
import { installChromium } from "./chromium.mjs";
import { installLogPrograms } from "./log-programs.mjs";
import { bin, fail, generate, install, node, root, StepFailed, say, stateDir } from "./steps.mjs";

const results = [];
const check = (args) => async () => {
  await node(args);
  return { passed: 1, failed: 0 };
};

const stages = {
  lint: check([bin("@biomejs/biome/bin/biome"), "ci", "."]),
  types: async () => {
    // Types of routes, which pages are checked against.
    await node([bin("next/dist/bin/next"), "typegen"]);
    return check([bin("typescript/bin/tsc"), "--noEmit"])();
  },
  imports: check([
    bin("dependency-cruiser/bin/dependency-cruise.mjs"),
    "--config",
    ".dependency-cruiser.cjs",
    "lib",
    "app",
    "components",
    "bin",
  ]),
  dead: check([bin("knip/bin/knip.js")]),
  lock: check(["scripts/check-lock.mjs"]),
  documents: check(["scripts/check-docs.mjs"]),
  drift: check(["scripts/check-drift.mjs"]),
  unit: vitest("unit"),
  catalogue: vitest("catalogue"),
  database: () => {
    installLogPrograms();
    return vitest("db")();
  },
  chaos: check(["scripts/chaos.mjs", "--rounds", "20"]),
  browser,
};

/** Stages that run two at a time: one of them alone leaves a processor idle. */
const beside = [
  ["lint", "types", "imports", "dead", "lock", "documents"],
  ["database", "chaos"],
];

function vitest(project) {
  return async () => {
    const file = path.join(root, `test-results/${project}.json`);
    fs.rmSync(file, { force: true });
    const error = await node([
      bin("vitest/vitest.mjs"),
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ]).then(
      () => undefined,
      (e) => e,
    );
    if (!fs.existsSync(file)) throw error ?? new StepFailed(`vitest ${project} wrote no result`, "");
    const result = JSON.parse(fs.readFileSync(file, "utf8"));
    const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: suites, numPendingTests: skipped } = result;
    if (passed + failed === 0) throw new StepFailed(`vitest ${project} ran no test`, "");
    for (const { assertionResults } of result.testResults)
      for (const { status, fullName } of assertionResults) if (status !== "passed" && status !== "failed") say(`skipped: ${fullName}`);
    return { passed, skipped, failed: failed || (error ? Math.max(1, suites) : 0), output: error?.output };
  };
}

async function browser() {
  await installChromium();
  const { e2e } = await import("./e2e.mjs");
  const file = path.join(root, "test-results/e2e.json");
  fs.rmSync(file, { force: true });
  const error = await e2e([]).then(
    () => undefined,
    (e) => e,
  );
  if (!fs.existsSync(file)) throw error ?? new StepFailed("the browser tests wrote no result", "");
  const { expected, unexpected, flaky } = JSON.parse(fs.readFileSync(file, "utf8")).stats;
  if (expected + unexpected === 0) throw new StepFailed("no browser test ran", "");
  return { passed: expected, failed: unexpected + flaky || (error ? 1 : 0) };
}

async function run(name) {
  const from = performance.now();
  say(`${name} …`);
  let result;
  try {
    result = await stages[name]();
  } catch (error) {
    result = { passed: 0, failed: 1, output: `${error.output ?? ""}\n${error.message ?? error}` };
  }
  if (result.failed > 0 && result.output) console.error(result.output.trimEnd().split("\n").slice(-120).join("\n"));
  const seconds = (performance.now() - from) / 1000;
  results.push({ name, seconds, ...result });
  say(`${name}: ${result.failed === 0 ? "passed" : "FAILED"} in ${seconds.toFixed(1)} s`);
}

async function main() {
  const only = process.argv.slice(2);
  const unknown = only.filter((s) => !(s in stages));
  if (unknown.length > 0) throw new StepFailed(`There is no stage ${unknown.join(", ")}; there are ${Object.keys(stages).join(", ")}.`, "");
  await install();
  await generate();
  fs.mkdirSync(path.join(root, "test-results"), { recursive: true });
  fs.mkdirSync(stateDir, { recursive: true });
  const asked = Object.keys(stages).filter((name) => only.length === 0 || only.includes(name));
  while (asked.length > 0) {
    const group = beside.find((names) => names.includes(asked[0])) ?? [asked[0]];
    const waiting = asked.splice(0, asked.findLastIndex((name) => group.includes(name)) + 1);
    const lane = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
    };
    await Promise.all([lane(), lane()]);
  }
  console.log(`\n${"stage".padEnd(12)}${"seconds".padStart(9)}${"passed".padStart(8)}${"failed".padStart(8)}`);
  for (const r of results)
    console.log(`${r.name.padEnd(12)}${r.seconds.toFixed(1).padStart(9)}${String(r.passed).padStart(8)}${String(r.failed).padStart(8)}`);
  const passed = results.reduce((n, r) => n + r.passed, 0);
  const failed = results.reduce((n, r) => n + r.failed, 0);
  const skipped = results.reduce((n, r) => n + (r.skipped ?? 0), 0);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

await main().catch(fail);
