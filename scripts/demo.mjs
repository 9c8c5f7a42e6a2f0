// npm run demo: from a fresh clone to a running Waybill with a sample estate and an account for each role.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import {
  build,
  environment,
  fail,
  install,
  isFree,
  migrate,
  node,
  openDatabase,
  root,
  StepFailed,
  say,
  serve,
  stateDir,
  step,
  untilStopped,
} from "./steps.mjs";

const port = Number(process.env.PORT ?? 3000);
const url = `http://localhost:${port}`;

async function main() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new StepFailed(`Waybill needs Node 20.19 or later; this is ${process.versions.node}.`, "");
  if (!(await isFree(port)))
    throw new StepFailed(`Port ${port} is in use. Stop what runs there, or choose another: PORT=3001 npm run demo`, "");
  await install();
  // The server starts while the build runs; the two do not wait for each other.
  const [database] = await Promise.all([openDatabase(), build()]);
  try {
    await migrate(database.url);
    const child = await step("starting the server", () => serve({ url, databaseUrl: database.url, port, show: false }));
    const env = environment({ DATABASE_URL: database.url, WAYBILL_URL: url });
    const accounts = JSON.parse(await node(["--import", "tsx", path.join(root, "scripts/demo-accounts.ts")], { env }));
    await step("sending the sample estate through the receivers", () => sendSample(env));
    await step("running the first audit", () =>
      node([path.join(root, "bin/waybill"), "audit", "--since", "7d"], { env }).catch(
        (error) => error.output !== undefined || Promise.reject(error),
      ),
    );
    print(accounts);
    await untilStopped(child, database.stop);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

function sendSample(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", path.join(root, "scripts/sample/send.ts"), "--url", url], {
      cwd: root,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let last = "";
    readline.createInterface({ input: child.stderr }).on("line", (line) => {
      last = line;
      say(`  ${line}`);
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new StepFailed(`sending the sample estate ended with ${code}`, last))));
  });
}

function print(accounts) {
  const width = Math.max(...accounts.map((a) => a.email.length));
  console.log(`
  Waybill is at ${url} (sample data; press Ctrl-C to stop, run it again to go on)

${accounts.map((a) => `    ${a.role.padEnd(9)} ${a.email.padEnd(width)}  ${a.password}`).join("\n")}

  The accounts are kept in ${path.relative(root, path.join(stateDir, "demo-accounts.json"))}.
  docs/tutorial/ walks through what each of them can find.
`);
  if (!fs.existsSync(path.join(root, "docs/tutorial"))) say("docs/tutorial is missing");
}

await main().catch(fail);
