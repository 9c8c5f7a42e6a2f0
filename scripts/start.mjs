// npm start: serves a built installation. DATABASE_URL names the database; without it the embedded server is used.

import path from "node:path";
import { environment, fail, isBuilt, isFree, migrate, node, openDatabase, root, StepFailed, say, serve, untilStopped } from "./steps.mjs";

const port = Number(process.env.PORT ?? 3000);
const host = process.env.WAYBILL_HOST ?? "127.0.0.1";
const url = process.env.WAYBILL_URL ?? `http://localhost:${port}`;

async function main() {
  if (!isBuilt()) throw new StepFailed("There is no build yet: run `npm run build` first.", "");
  if (!(await isFree(port, host))) throw new StepFailed(`Port ${port} is in use; set PORT to another.`, "");
  const database = await openDatabase();
  try {
    await migrate(database.url);
    const child = await serve({ url, databaseUrl: database.url, port, host });
    say(`Waybill answers at ${url}`);
    // Nobody there yet: the first administrator comes by a link that works once.
    const link = (
      await node([path.join(root, "bin/waybill"), "invite", "--first"], {
        env: environment({ DATABASE_URL: database.url, WAYBILL_URL: url }),
      })
    ).trim();
    if (link) console.error(`\n  First administrator: ${link}\n`);
    await untilStopped(child, database.stop);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

await main().catch(fail);
